"""Files of tables that people send, opened without trusting them."""
