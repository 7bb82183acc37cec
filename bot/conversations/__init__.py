"""The use cases of the chat: who may do what, and what one event changes."""
