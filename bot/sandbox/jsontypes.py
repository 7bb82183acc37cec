"""The shapes of JSON, named once."""

from typing import Any

JsonObject = dict[str, Any]
JsonList = list[Any]
