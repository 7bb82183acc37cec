"""The conversation engine: a script, a dossier, and one pure step between them."""
