"""Where Jalon's data folders are, in a checkout and in an installed wheel."""

from pathlib import Path

_PACKAGE = Path(__file__).resolve().parent


def data_folder(name: str) -> Path:
    """Return the folder `name` ("templates", "alembic"): inside the package in a wheel, beside it in a checkout."""
    for folder in (_PACKAGE / name, _PACKAGE.parent / name):
        if folder.is_dir():
            return folder
    raise FileNotFoundError(f"folder {name!r} is neither in {_PACKAGE} nor beside it: reinstall Jalon")
