"""What often makes plans fail, found by rules in what the plan says.

A rule speaks only of what was answered: an empty plan has no pitfall.
"""

from domain.pitfalls.codes import DISMISSAL, Dismissed, Pitfall, PitfallCode
from domain.pitfalls.finding import dismissed, open_pitfalls, pitfalls
from domain.pitfalls.places import topics

__all__ = ["DISMISSAL", "Dismissed", "Pitfall", "PitfallCode", "dismissed", "open_pitfalls", "pitfalls", "topics"]
