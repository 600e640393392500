"""The table of roles against a list made by hand, role by role, and against the verbs there are."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.domain.people import ROLES
from desktop.domain.roles import TABLE, may, needs_person, roles_for
from desktop.requests import Request
from desktop.verbs import LOOKS, OF_THE_DESK, VERBS, WRITES

_AT_A_COUNTER = """
counter.open counter.pause counter.resume_work counter.close counter.call_next counter.call
counter.recall counter.start counter.no_show counter.add counter.finish counter.transfer
counter.hold counter.resume counter.take_over counter.undo counter.help ticket.release
"""
_CASEWORK = """
case.accept case.supplement case.supplemented case.gap case.gap_filled case.resolve case.forward
case.refuse case.withdraw case.assign case.deliver case.undo
"""
_EVERYWHERE = """
ticket.cancel ticket.reinstate ticket.find enterprise.save enterprise.contact enterprise.note
enterprise.reveal
paper.pdf paper.printed paper.reprint staff.set_password counter.help_end case.materials
reception.answer consent.give consent.withdraw
"""
# What each role may do that needs a person at all.
_FIGURES = """
    figures.day figures.now figures.range figures.half_hours figures.tickets figures.waits
    figures.export advice.show
"""
_AT_THE_GUIDE_DESK = "reception.issue ticket.void window.last_number window.reopen "
LISTED = {
    "guide": _EVERYWHERE + _AT_THE_GUIDE_DESK,
    "window": _EVERYWHERE + _AT_A_COUNTER + _CASEWORK,
    "supervisor": _EVERYWHERE
    + _AT_A_COUNTER
    + _CASEWORK
    + "enterprise.care enterprise.merge enterprise.import "
    + _AT_THE_GUIDE_DESK
    + "case.extend case.terminate paper.void day.close"
    + _FIGURES,
    "administrator": """
        site.setup settings.set catalogue.load calendar.import staff.add staff.set_password
        catalogue.save settings.export settings.import backup restore journal.rebuild
    """
    + _FIGURES,
}
PERSONAL = sorted({verb for verbs in LISTED.values() for verb in verbs.split()})


def test_every_request_of_the_desk_has_its_row() -> None:
    kinds: list[type[Request]] = [*WRITES, *LOOKS, *OF_THE_DESK]
    assert {kind.verb for kind in kinds} <= TABLE.keys()
    assert VERBS.keys() <= TABLE.keys()


@pytest.mark.parametrize("verb", sorted(TABLE))
def test_each_cell(verb: str) -> None:
    wanted = {role for role in ROLES if verb in LISTED[role].split()}
    assert needs_person(verb) == bool(wanted)
    for role in ROLES:
        assert may((role,), verb) == (role in wanted or not wanted), role
    assert set(roles_for(verb)) == (wanted or set(ROLES))


@given(st.sampled_from(sorted(TABLE)), st.lists(st.sampled_from(ROLES)))
def test_several_roles_may_what_any_of_them_may(verb: str, roles: list[str]) -> None:
    assert may(roles, verb) == (not needs_person(verb) or any(may([one], verb) for one in roles))
    assert may((), verb) != needs_person(verb)


def test_who_runs_the_program_does_not_work_in_it() -> None:
    both = {verb for verb in PERSONAL if may(("administrator",), verb) and may(("window",), verb)}
    assert both == {"staff.set_password"}
