"""People who follow the script itself."""

from datetime import datetime

import pytest

from domain.dialogue.events import Resume
from domain.dialogue.verification.rehearsal import Rehearsal
from domain.questionnaire import SCRIPT


@pytest.fixture
def marie(now: datetime) -> Rehearsal:
    """Somebody who was just asked for their territory."""
    person = Rehearsal(SCRIPT, now)
    person.do(Resume())
    return person
