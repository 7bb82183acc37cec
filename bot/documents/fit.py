"""How tight a summary may be made, step by step, until it fits on its page."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Fit:
    """`scale` of the type, `plot` height of the matrix in mm, then the most items of a block or characters of a text.

    `measures` shows what each objective is measured by, `notes` how to read the charts.
    """

    scale: float
    plot: float
    figures: int = 6
    needs: int = 99
    goals: int = 99
    asks: int = 99
    title: int = 90
    ambition: int = 9_999
    sentence: int = 200
    label: int = 110
    legend: int = 110
    measures: bool = True
    notes: bool = True


STEPS: tuple[Fit, ...] = (
    Fit(1.14, 88),
    Fit(1.06, 84),
    Fit(0.98, 78),
    Fit(0.91, 70),
    Fit(0.88, 64, figures=5, needs=6, goals=6, asks=5, sentence=140),
    Fit(0.84, 58, figures=4, needs=4, goals=4, asks=4, sentence=110, label=80, legend=60, measures=False),
    Fit(0.81, 54, figures=3, needs=3, goals=4, asks=3, sentence=90, ambition=240, label=70, legend=50, measures=False),
    Fit(
        scale=0.8,
        plot=50,
        figures=3,
        needs=3,
        goals=3,
        asks=2,
        title=60,
        ambition=100,
        sentence=75,
        label=50,
        legend=30,
        measures=False,
        notes=False,
    ),
)
"""From the roomiest to the tightest: the type first, then what the full plan says anyway."""
