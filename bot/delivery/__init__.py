"""Inbox, outbox and everything that talks to Telegram."""
