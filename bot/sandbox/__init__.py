"""A local Bot API that stands for Telegram in tests, demonstrations and load runs."""
