"""The centre of the journeys, and a PC at its counter 3."""

from __future__ import annotations

import pytest
from pytestqt.qtbot import QtBot

from tests.journeys.centre import Centre, Made
from tests.journeys.conftest import centre, made_centre, workplace
from tests.ui.counter.stand import Sit, Stand, sitting
from ui.screens.counter.facts import Phase

__all__ = ["centre", "made_centre", "workplace"]


@pytest.fixture
def sit(qtbot: QtBot, centre: Centre, workplace: Made) -> Sit:
    """Give a maker of stands: who sits there, and what the PC remembers."""
    return sitting(qtbot, centre, workplace)


@pytest.fixture
def stand(centre: Centre, sit: Sit) -> Stand:
    """Counter 3 (CF, RC), open since nine, 王敏 at it."""
    centre.at("09:00")
    centre.open(3, "WM")
    made = sit("WM", counter="3")
    made.until_phase(Phase.FREE)
    return made
