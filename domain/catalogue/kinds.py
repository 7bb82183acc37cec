"""What an action mostly consists of."""

from domain.plan import ActionKind

__all__ = ["ActionKind"]
