"""Rows of a list become companies: each created, updated, as it was, or faulty with a reason.

A row means the company with its code, else the one with its name that has no code yet; a second
import of the same list therefore changes nothing.  Brackets of both widths are the same.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace

from desktop.domain.enterprise_events import ContactSaved, EnterpriseCared
from desktop.domain.enterprise_file import (
    TIERS,
    Enterprise,
    EnterpriseCare,
    EnterpriseContact,
)
from desktop.domain.errors import DeskError
from desktop.domain.site_events import EnterpriseSaved
from desktop.domain.state import need
from desktop.identifiers import check_uscc
from desktop.journal.work import Work
from desktop.requests import Contact, ImportEnterprises, ImportRow
from desktop.snapshots import ImportAnswer, ImportedRow, ReasonShape
from desktop.use_cases import references
from desktop.use_cases.enterprises import LONGEST, keep_contact, named, new_id
from desktop.use_cases.people import LONGEST_NAME, clean_name

MOST_ROWS = 500
_NOT_MADE = "row "
"""How the id of an enterprise begins that a dry run would have made."""

_DIRECTION_MARKS = re.compile("[\u200e\u200f\u061c\u202a-\u202e\u2066-\u2069]")
_WIDE_BRACKETS = str.maketrans("()", "\uff08\uff09")
_NARROW_BRACKETS = str.maketrans("\uff08\uff09", "()")


class _Faulty(Exception):
    """A row cannot be taken over; carries its reason."""

    def __init__(self, code: str, **values: object) -> None:
        super().__init__(code)
        self.reason = ReasonShape(f"row_{code}", values)


@dataclass(slots=True)
class _Known:
    """What is there already that the rows may mean, by ids; grows with what they add."""

    by_code: dict[str, str] = field(default_factory=dict)
    by_name: dict[str, dict[str, None]] = field(default_factory=dict)
    people: dict[str, set[tuple[str, str]]] = field(default_factory=dict)
    rows: dict[str, Enterprise] = field(default_factory=dict)
    tiers: dict[str, str] = field(default_factory=dict)

    def take(self, row: Enterprise, kept: Enterprise) -> None:
        """Remember an enterprise by its code and name; `kept` is the one it lives on in."""
        self.rows[row.enterprise_id] = row
        self.rows[kept.enterprise_id] = kept
        if row.uscc is not None:
            self.by_code[row.uscc] = row.enterprise_id
        self.by_name.setdefault(_same_brackets(row.name), {})[kept.enterprise_id] = None


@dataclass(frozen=True, slots=True)
class _Read:
    """A row as it was understood."""

    name: str
    uscc: str | None
    registered_place: str | None
    work_place: str | None
    tier: str | None
    person: tuple[str, str]


def import_rows(work: Work, request: ImportEnterprises) -> ImportAnswer:
    """Answer `enterprise.import`."""
    if len(request.rows) > MOST_ROWS:
        raise DeskError("invalid_value", field="rows", value=str(len(request.rows)))
    read = [_understood(row) for row in request.rows]
    known = _look_up(work, [one for one in read if isinstance(one, _Read)])
    return ImportAnswer(tuple(_taken(work, one, known, request.dry_run) for one in read))


# ---- A row by itself ---------------------------------------------------------------------


def _understood(row: ImportRow) -> _Read | ReasonShape:
    try:
        return _Read(
            _name(row.name),
            _code(row.uscc),
            _place(row.registered_place),
            _place(row.work_place),
            _tier(row.tier),
            (_short("name", row.contact_name), _short("phone", row.contact_phone)),
        )
    except _Faulty as fault:
        return fault.reason


def _name(text: str) -> str:
    if _DIRECTION_MARKS.search(text):
        raise _Faulty("direction_marks")
    if text.lstrip().startswith("="):
        raise _Faulty("formula", name=text.strip()[:40])
    try:
        return clean_name(text)
    except DeskError as error:
        if error.code == "name_empty":
            raise _Faulty("name_empty") from None
        raise _Faulty("name_long", length=error.values["length"], most=LONGEST_NAME) from None


def _code(text: str | None) -> str | None:
    if text is None or not text.strip():
        return None
    check = check_uscc(text)
    if not check.valid:
        if check.suggestions:
            raise _Faulty("uscc", uscc=check.normalised[:30], meant=list(check.suggestions[:3]))
        raise _Faulty("uscc", uscc=check.normalised[:30])
    return check.normalised


def _place(text: str | None) -> str | None:
    if text is None or not text.strip():
        return None
    try:
        return clean_name(text)
    except DeskError as error:
        if error.code == "name_empty":
            return None
        raise _Faulty("place_long", most=LONGEST_NAME) from None


def _tier(text: str | None) -> str | None:
    tier = (text or "").strip()
    if tier and tier not in TIERS:
        raise _Faulty("tier", given=tier[:20])
    return tier or None


def _short(kind: str, text: str | None) -> str:
    value = " ".join((text or "").split())
    if len(value) > LONGEST.get(kind, LONGEST_NAME):
        raise _Faulty("contact_long")  # never with the value: it is about a person
    return value


def _same_brackets(name: str) -> str:
    return name.translate(_NARROW_BRACKETS)


# ---- Against what is there ---------------------------------------------------------------


def _look_up(work: Work, rows: list[_Read]) -> _Known:
    """Read all that the rows may mean in a few statements."""
    codes = [row.uscc for row in rows if row.uscc is not None]
    names: dict[str, None] = {}
    for row in rows:
        narrow = _same_brackets(row.name)
        names |= dict.fromkeys((row.name, narrow, narrow.translate(_WIDE_BRACKETS)))
    known = _Known()
    for found in work.tx.enterprises_with(list(dict.fromkeys(codes)), list(names)):
        known.take(found, references.kept_enterprise(work.tx, found))
    if any(row.person != ("", "") for row in rows):
        _look_up_people(work, known)
    return known


def _look_up_people(work: Work, known: _Known) -> None:
    ids = dict.fromkeys(known.by_code.values())
    for named_so in known.by_name.values():
        ids |= named_so
    companies = {one: need(work.tx, Enterprise, one) for one in ids}
    merged = {row.enterprise_id: row for row in work.tx.merged_into(list(companies))}
    contacts = [one for one in work.tx.contacts_of([*companies, *merged]) if not one.withdrawn]
    whose = [(one.enterprise_id, one.person_id) for one in contacts]
    whose += [(key, row.contact) for key, row in (companies | merged).items() if row.contact]
    people = work.tx.kept_people(list(dict.fromkeys(person for _, person in whose)))
    for company, person_id in whose:
        person = people.get(person_id, {})
        owner = merged[company].merged_into if company in merged else company
        pair = (person.get("name", ""), person.get("phone", ""))
        known.people.setdefault(owner or company, set()).add(pair)


def _meant(row: _Read, known: _Known) -> Enterprise | None:
    """Return the enterprise that a row means as it is now, None for a new one."""
    if row.uscc is not None and row.uscc in known.by_code:
        return known.rows[known.by_code[row.uscc]]
    same = [known.rows[one] for one in known.by_name.get(_same_brackets(row.name), ())]
    candidates = [one for one in same if row.uscc is None or one.uscc is None]
    if len(candidates) > 1:
        raise _Faulty("name_twice", count=len(candidates))
    return candidates[0] if candidates else None


def _taken(work: Work, row: _Read | ReasonShape, known: _Known, dry_run: bool) -> ImportedRow:
    if isinstance(row, ReasonShape):
        return ImportedRow("faulty", reason=row)
    try:
        before = _meant(row, known)
    except _Faulty as fault:
        return ImportedRow("faulty", reason=fault.reason)
    after = _after(work, row, before, known, dry_run)
    one = after.enterprise_id
    person = row.person != ("", "") and row.person not in known.people.get(one, ())
    cared = row.tier is not None and row.tier != _tier_of(work, after, known)
    state = "updated" if after != before or person or cared else "unchanged"
    if not dry_run:
        after = _saved(work, row, after, after != before, person, cared)
    known.take(after, after)
    if person:
        known.people.setdefault(one, set()).add(row.person)
    if row.tier is not None:
        known.tiers[one] = row.tier
    return ImportedRow(
        "created" if before is None else state, None if one.startswith(_NOT_MADE) else one
    )


def _after(
    work: Work, row: _Read, before: Enterprise | None, known: _Known, dry_run: bool
) -> Enterprise:
    """Return the enterprise with what the row says of it; one that is not made has an own id."""
    if before is None:
        made = f"{_NOT_MADE}{len(known.rows)}" if dry_run else new_id(work, row.uscc)
        base, name = Enterprise(made, ""), row.name
    else:
        base, name = before, _name_after(row, before, known)
    return replace(
        base,
        name=name,
        uscc=row.uscc or base.uscc,
        registered_place=row.registered_place or base.registered_place,
        work_place=row.work_place or base.work_place,
    )


def _name_after(row: _Read, before: Enterprise, known: _Known) -> str:
    """Return the name that an enterprise has afterwards.

    A list knows by the code what a company is called now; but a name that a person merged away
    does not come back.
    """
    own = known.by_name.get(_same_brackets(row.name), ())
    return before.name if before.enterprise_id in own else row.name


def _saved(
    work: Work, row: _Read, after: Enterprise, changed: bool, person: bool, cared: bool
) -> Enterprise:
    """Record what is new of an enterprise; returns its row."""
    if changed:
        work.record(EnterpriseSaved(named(after, after.name)))
    if person:
        _add_person(work, row, after)
    if cared:
        care = work.tx.get(EnterpriseCare, after.enterprise_id)
        care = care or EnterpriseCare(after.enterprise_id)
        work.record(EnterpriseCared(replace(care, tier=row.tier)))
    return need(work.tx, Enterprise, after.enterprise_id)


def _add_person(work: Work, row: _Read, company: Enterprise) -> None:
    name, phone = row.person
    person = keep_contact(work, Contact(name or None, phone or None), company.enterprise_id)
    if person is not None:
        one = EnterpriseContact(work.new_id(), company.enterprise_id, person)
        work.record(ContactSaved(one))


def _tier_of(work: Work, company: Enterprise, known: _Known) -> str | None:
    if company.enterprise_id in known.tiers:
        return known.tiers[company.enterprise_id]
    care = work.tx.get(EnterpriseCare, company.enterprise_id)
    return None if care is None else care.tier
