"""What people may ask about what is held on them: to read it, to erase it, and not to keep it for ever."""

from bot.storage.erasure import Erased, ask, erase, go_on, is_waiting
from bot.storage.export import export
from bot.storage.retention import Periods, retention

__all__ = ["Erased", "Periods", "ask", "erase", "export", "go_on", "is_waiting", "retention"]
