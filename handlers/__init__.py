"""The Telegram skin: updates become authorised events; nothing else."""
