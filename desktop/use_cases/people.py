"""Staff: added by name, or met for the first time when a verb names them."""

from __future__ import annotations

import re

from desktop.domain.catalogue import Catalogue
from desktop.domain.errors import DeskError
from desktop.domain.people import ROLES, Staff
from desktop.domain.plain_text import without_marks
from desktop.domain.site_events import StaffDeactivated, StaffSaved
from desktop.domain.state import need
from desktop.journal.work import Work
from desktop.requests import AddStaff
from desktop.snapshots import StaffAnswer
from desktop.use_cases import permissions, references
from desktop.use_cases.shapes import staff_shape

_CODE = re.compile(r"[^\s\x00-\x1f]{1,40}")


def staff_code(text: str) -> str:
    """Return a person's code in upper case; `invalid_value` for an empty or impossible one."""
    code = text.strip().upper()
    if not _CODE.fullmatch(code):
        raise DeskError("invalid_value", field="staff", value=text[:100])
    return code


def known(work: Work, code: str) -> Staff:
    """Return the person; one not met before is added with the role `window`.

    Where roles are enforced nobody is added in passing: `unknown_staff`, as for one who left.
    """
    code = staff_code(code)
    found = work.tx.get(Staff, code)
    if found is not None and not found.active:
        raise DeskError("unknown_staff", staff=code)
    if found is None:
        if work.rules.enforces_roles:
            raise DeskError("unknown_staff", staff=code)
        work.record(StaffSaved(code, None, ("window",)))
        found = need(work.tx, Staff, code)
    return found


def meet(work: Work, code: str) -> None:
    """Make sure that the person who gives a command is known."""
    known(work, code)


def add(work: Work, request: AddStaff) -> StaffAnswer:
    """Answer `staff.add`: add a person, or change the one with this code."""
    request = checked(request, work.catalogue)
    code = request.code
    name_id = work.person({"name": request.name}, f"staff/{code}")
    work.record(StaffSaved(code, name_id, request.roles, request.windows))
    if not request.active:
        work.record(StaffDeactivated(code))
    permissions.keep_administrator(work)
    return StaffAnswer(staff_shape(need(work.tx, Staff, code), work.rules))


def checked(request: AddStaff, catalogue: Catalogue) -> AddStaff:
    """Return the request as it is kept; raises what is wrong with it, whoever is there already."""
    code = staff_code(request.code)
    name = clean_name(request.name)
    for role in request.roles:
        if role not in ROLES:
            raise DeskError("invalid_value", field="roles", value=role[:100])
    if not request.roles:
        raise DeskError("missing_field", field="roles")
    windows = None
    if request.windows is not None:
        codes = (references.window(catalogue, window).code for window in request.windows)
        windows = tuple(dict.fromkeys(codes))
    return AddStaff(code, name, tuple(dict.fromkeys(request.roles)), windows, request.active)


def clean_name(text: str) -> str:
    """Return a name without control and direction marks; `name_empty`, `name_too_long`."""
    name = " ".join(without_marks(text).split())
    if not name:
        raise DeskError("name_empty")
    if len(name) > LONGEST_NAME:
        raise DeskError("name_too_long", length=len(name), most=LONGEST_NAME)
    return name


LONGEST_NAME = 200
