"""The plan a dossier tells: relevant answers in, a typed plan out."""

from domain.projection.whole import plan_from

__all__ = ["plan_from"]
