"""Plan summary and matrix picture: Jinja2, then Typst."""
