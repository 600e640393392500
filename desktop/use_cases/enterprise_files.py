"""一企一册: a company's file as it is listed and shown, its care, its people, notes on it.

People are masked in every answer; `reveal` alone shows one, and it is written down who looked.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from desktop.domain.enterprise_events import (
    ContactSaved,
    ContactShown,
    EnterpriseCared,
    EnterpriseNoted,
)
from desktop.domain.enterprise_file import (
    TIERS,
    Enterprise,
    EnterpriseCare,
    EnterpriseContact,
    EnterpriseNote,
)
from desktop.domain.errors import DeskError
from desktop.domain.people import Staff
from desktop.domain.site_events import EnterpriseSaved
from desktop.journal.looking import Look
from desktop.journal.work import Work
from desktop.ports import CaseChoice
from desktop.requests import (
    CareForEnterprise,
    Contact,
    ListEnterprises,
    NoteEnterprise,
    RevealContact,
    SaveContact,
    ShowEnterprise,
)
from desktop.snapshots import (
    ContactAnswer,
    ContactShape,
    EnterpriseAnswer,
    EnterpriseFile,
    EnterpriseListAnswer,
    EnterpriseShape,
    NoteAnswer,
    NoteShape,
)
from desktop.use_cases import references
from desktop.use_cases.enterprises import keep_contact
from desktop.use_cases.looking import MOST_LISTED, merged_ids, shapes
from desktop.use_cases.making_papers import on_file
from desktop.use_cases.people import known, staff_code
from desktop.use_cases.shapes import enterprise_shape

LONGEST_DUTY = 40
LONGEST_NOTE = 2000


# ---- Looking -----------------------------------------------------------------------------


def listed(look: Look, request: ListEnterprises) -> EnterpriseListAnswer:
    """Answer `enterprise.list`: a page; those changed last first, or what a text finds."""
    if not 1 <= request.limit <= MOST_LISTED:
        raise DeskError("invalid_value", field="limit", value=str(request.limit)[:100])
    tier = checked_tier(request.tier)
    after = request.after
    if after is not None:
        after = references.enterprise(look.reads, after).enterprise_id
    text = (request.text or "").strip()
    if text:
        found = _found(look, text, tier)
        ids = [row.enterprise_id for row in found]
        begin = ids.index(after) + 1 if after in ids else 0
        found = found[begin : begin + request.limit + 1]
    else:
        found = look.reads.latest_enterprises(tier, after, request.limit + 1)
    more = len(found) > request.limit
    return EnterpriseListAnswer(shown(look, found[: request.limit]), more)


def _found(look: Look, text: str, tier: str | None) -> list[Enterprise]:
    found = [one.enterprise for one in look.reads.find_enterprises(text, MOST_LISTED)]
    if tier is None:
        return found
    care = look.reads.care_of(row.enterprise_id for row in found)
    return [row for row in found if (c := care.get(row.enterprise_id)) and c.tier == tier]


def shown(look: Look, rows: Sequence[Enterprise]) -> tuple[EnterpriseShape, ...]:
    """Return companies as they are shown, with their care and how many cases are going on."""
    ids = [row.enterprise_id for row in rows]
    care = look.reads.care_of(ids)
    kept = {row.enterprise_id: row.merged_into or "" for row in look.reads.merged_into(ids)}
    cases = look.reads.open_cases_of([*ids, *kept])
    counts = dict.fromkeys(ids, 0)
    for one, count in cases.items():
        counts[kept.get(one, one)] += count
    return tuple(
        enterprise_shape(row, care.get(one), _person(look.reads, care.get(one)), counts[one])
        for one, row in zip(ids, rows, strict=True)
    )


def file(look: Look, request: ShowEnterprise) -> EnterpriseFile:
    """Answer `enterprise.show`: a company with what belongs to it, newest first."""
    found = references.enterprise(look.reads, request.enterprise)
    own = found.enterprise_id
    merged = look.reads.merged_into([own])
    others = merged_ids(look, [own])
    make = shapes(look)
    cases = look.reads.cases(CaseChoice(enterprise_id=own, merged=others))
    notes = look.reads.notes_of([own, *others])
    contacts = look.reads.contacts_of([own, *others])
    return EnterpriseFile(
        shown(look, [found])[0],
        make.cases(cases),
        tuple(make.ticket(one) for one in look.reads.tickets_of_enterprise(own, 50, others)),
        tuple(sorted(on_file(look.reads, own))),
        (
            *(_main_contact(row) for row in (found, *merged) if row.contact is not None),
            *(_contact_shape(one) for one in contacts if not one.withdrawn),
        ),
        tuple(_note_shape(note) for note in notes if not note.withdrawn),
        tuple(enterprise_shape(row) for row in merged),
    )


# ---- Writing -----------------------------------------------------------------------------


def care(work: Work, request: CareForEnterprise) -> EnterpriseAnswer:
    """Answer `enterprise.care`; nothing is recorded when nothing changes."""
    company = references.enterprise(work.tx, request.enterprise)
    own = company.enterprise_id
    before = work.tx.get(EnterpriseCare, own) or EnterpriseCare(own)
    after = before
    if request.tier is not None:
        after = replace(after, tier=checked_tier(request.tier))
    if request.named_contact is not None:
        after = replace(after, named_contact=_named_contact(work, request.named_contact))
    if after != before:
        work.record(EnterpriseCared(after))
    return EnterpriseAnswer(enterprise_shape(company, after, _person(work.tx, after)))


def checked_tier(tier: str | None) -> str | None:
    """Return a tier's code, None for none; `invalid_value` for any other."""
    if not tier:
        return None
    if tier not in TIERS:
        raise DeskError("invalid_value", field="tier", value=tier[:100])
    return tier


def _named_contact(work: Work, code: str) -> str | None:
    """Return the code of a person who works here; nobody is added in passing."""
    if not code.strip():
        return None
    wanted = staff_code(code)
    if work.tx.get(Staff, wanted) is None:
        raise DeskError("unknown_staff", staff=wanted)
    return known(work, wanted).code


def contact(work: Work, request: SaveContact) -> ContactAnswer:
    """Answer `enterprise.contact`: a person is written down, changed, or taken off."""
    company = references.enterprise(work.tx, request.enterprise)
    before = None if request.contact is None else _contact(work, request.contact)
    if before is not None and _kept(work, before) != company.enterprise_id:
        raise DeskError("unknown_contact", contact=request.contact)
    after = before or EnterpriseContact(work.new_id(), company.enterprise_id, "")
    if request.person is None and before is None:
        raise DeskError("missing_field", field="person")
    if request.person is not None or request.duty is not None:
        person = _person_kept(work, request.person or Contact(), request.duty, after)
        after = replace(after, person_id=person)
    after = replace(after, withdrawn=request.withdrawn)
    if after != before:
        _record(work, after)
    return ContactAnswer(_contact_shape(after))


def reveal(work: Work, request: RevealContact) -> ContactAnswer:
    """Answer `enterprise.reveal`: one person unmasked; the journal keeps who looked, and when."""
    found = _contact(work, request.contact)
    if found.withdrawn:
        raise DeskError("unknown_contact", contact=request.contact[:100])
    event = ContactShown(_kept(work, found), found.contact_id, found.person_id)
    work.record(event)
    return ContactAnswer(replace(_contact_shape(found), masked=False))


def note(work: Work, request: NoteEnterprise) -> NoteAnswer:
    """Answer `enterprise.note`."""
    company = references.enterprise(work.tx, request.enterprise)
    if len(request.text) > LONGEST_NOTE:
        raise DeskError("invalid_value", field="text")
    text_id = work.text(request.text, company.enterprise_id)
    if text_id is None:
        raise DeskError("missing_field", field="text")
    made = EnterpriseNote(work.new_id(), company.enterprise_id, work.at, text_id, work.by)
    work.record(EnterpriseNoted(made))
    return NoteAnswer(_note_shape(made))


# ---- A contact, which may be the one that came with the company ----------------------------


def _contact(work: Work, reference: str) -> EnterpriseContact:
    """Return a contact; the one kept with the company itself goes by the company's id."""
    found = work.tx.get(EnterpriseContact, reference)
    if found is not None:
        return found
    company = work.tx.get(Enterprise, reference)
    if company is None or company.contact is None:
        raise DeskError("unknown_contact", contact=reference[:100])
    return EnterpriseContact(reference, reference, company.contact)


def _kept(work: Work, contact: EnterpriseContact) -> str:
    """Return the id of the company that a contact belongs to now."""
    company = work.tx.get(Enterprise, contact.enterprise_id)
    assert company is not None
    return references.kept_enterprise(work.tx, company).enterprise_id


def _record(work: Work, after: EnterpriseContact) -> None:
    """Write a contact down; one kept with the company itself stays there."""
    company = work.tx.get(Enterprise, after.contact_id)
    if company is None:
        work.record(ContactSaved(after))
        return
    person = None if after.withdrawn else after.person_id
    if company.contact != person:
        work.record(EnterpriseSaved(replace(company, contact=person)))


def _person_kept(work: Work, given: Contact, duty: str | None, contact: EnterpriseContact) -> str:
    """Keep a person's particulars; what is not given stays as it was.  `name_empty` for nobody."""
    old: dict[str, str] = {}
    if contact.person_id:
        old = work.tx.kept_people([contact.person_id]).get(contact.person_id, {})
    whole = {
        name: old.get(name) if (value := getattr(given, name)) is None else value
        for name in ("name", "phone", "id_number", "note")
    }
    if not any(value and value.strip() for value in whole.values()):
        raise DeskError("name_empty")
    kept = {name: value for name, value in whole.items() if value and value.strip()}
    there_for = old.get("duty", "") if duty is None else _duty(duty)
    if contact.person_id and old == (kept | {"duty": there_for} if there_for else kept):
        return contact.person_id
    person = keep_contact(work, Contact(**whole), contact.enterprise_id, there_for)
    assert person is not None
    return person


def _duty(text: str) -> str:
    duty = " ".join(text.split())
    if len(duty) > LONGEST_DUTY:
        raise DeskError("invalid_value", field="duty")
    return duty


def _person(rows: Any, care: EnterpriseCare | None) -> Staff | None:
    """Return the named contact's row; `rows` is a transaction or a look."""
    if care is None or care.named_contact is None:
        return None
    found = rows.get(Staff, care.named_contact)
    return found if isinstance(found, Staff) else None


def _main_contact(row: Enterprise) -> ContactShape:
    return ContactShape(row.enterprise_id, person_ref=row.contact)


def _contact_shape(one: EnterpriseContact) -> ContactShape:
    return ContactShape(one.contact_id, withdrawn=one.withdrawn, person_ref=one.person_id)


def _note_shape(one: EnterpriseNote) -> NoteShape:
    return NoteShape(one.note_id, one.at, one.staff, one.note_text)
