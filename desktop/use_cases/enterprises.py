"""The enterprise's file: made at the desk with a checked code, found, shown."""

from __future__ import annotations

from dataclasses import replace

from desktop.domain.enterprise_file import Enterprise
from desktop.domain.errors import DeskError
from desktop.domain.ids import enterprise_id
from desktop.domain.site_events import EnterpriseSaved
from desktop.domain.state import need
from desktop.identifiers import check_uscc
from desktop.journal.work import Work
from desktop.pinyin import search_keys
from desktop.requests import Contact, EnterpriseFields, SaveEnterprise
from desktop.snapshots import EnterpriseAnswer
from desktop.use_cases import notices, references
from desktop.use_cases.people import clean_name
from desktop.use_cases.shapes import enterprise_shape

LONGEST = {"phone": 40, "id_number": 40, "note": 500}
"""How many characters the particulars of a person may have."""


def checked_code(text: str | None) -> str | None:
    """Return a 统一社会信用代码 as it is kept; `uscc_invalid` with reason and suggestions."""
    if text is None or not text.strip():
        return None
    check = check_uscc(text)
    if not check.valid:
        reason = check.reason.code if check.reason else "wrong_check_character"
        raise DeskError(
            "uscc_invalid",
            uscc=check.normalised[:100],
            reason=reason,
            suggestions=list(check.suggestions),
        )
    return check.normalised


def save(work: Work, fields: EnterpriseFields, known: Enterprise | None = None) -> Enterprise:
    """Make an enterprise's file or change it; nothing is recorded when nothing changes.

    The same code is the same enterprise.  What is not given stays as it was.
    """
    name = clean_name(fields.name)
    uscc = checked_code(fields.uscc)
    if uscc is not None:
        with_code = work.tx.enterprise_with_code(uscc)
        if known is not None and with_code not in (None, known):
            raise DeskError("invalid_value", field="uscc", value=uscc)
        known = known or with_code
    if known is None:
        known = Enterprise(new_id(work, uscc), "", uscc)
    after = named(known, name)
    if fields.contact is not None:
        contact = keep_contact(work, fields.contact, known.enterprise_id)
        after = replace(after, contact=contact or known.contact)
    after = replace(
        after,
        uscc=uscc or known.uscc,
        registered_place=_place(fields.registered_place) or known.registered_place,
        work_place=_place(fields.work_place) or known.work_place,
    )
    if after != known:
        work.record(EnterpriseSaved(after))
    return need(work.tx, Enterprise, after.enterprise_id)


def named(row: Enterprise, name: str) -> Enterprise:
    """Return the enterprise with a name, and what it is found by."""
    keys = search_keys(name)
    return replace(row, name=name, han=keys.han, readings=keys.pinyin)


def wanted(work: Work, given: str | EnterpriseFields | None) -> Enterprise | None:
    """Return the enterprise that is named by id or code, or written down with its fields."""
    if given is None:
        return None
    if isinstance(given, str):
        return references.enterprise(work.tx, given)
    return save(work, given)


def keep_contact(work: Work, contact: Contact, subject: str, duty: str = "") -> str | None:
    """Keep a person's particulars, and what they are there for, outside the journal; returns the
    row's id.
    """
    given = {
        "name": clean_name(contact.name) if contact.name and contact.name.strip() else "",
        "phone": contact.phone or "",
        "id_number": contact.id_number or "",
        "note": contact.note or "",
        "duty": duty,
    }
    for field, most in LONGEST.items():
        if len(given[field]) > most:  # never cut off unseen; and never repeated in a message
            raise DeskError("invalid_value", field=field)
    return work.person(given, subject)


def save_enterprise(work: Work, request: SaveEnterprise) -> EnterpriseAnswer:
    """Answer `enterprise.save`."""
    known = None
    if request.enterprise is not None:
        known = references.enterprise(work.tx, request.enterprise)
    fields = EnterpriseFields(
        request.name,
        request.uscc,
        request.registered_place,
        request.work_place,
        request.contact,
    )
    row = save(work, fields, known)
    if request.notified and fields.contact is not None:
        notices.note_told(work, None, row.enterprise_id, row.contact)
    return EnterpriseAnswer(enterprise_shape(row))


def new_id(work: Work, uscc: str | None) -> str:
    """Return the id of a new file: its code's, unless a file whose code was changed has that."""
    by_code = enterprise_id(uscc) if uscc is not None else None
    if by_code is None or work.tx.get(Enterprise, by_code) is not None:
        return work.new_id()
    return by_code


def _place(text: str | None) -> str | None:
    return clean_name(text) if text and text.strip() else None
