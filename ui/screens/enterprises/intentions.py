"""What a person wants of the desk on this screen, as requests."""

from __future__ import annotations

from dataclasses import dataclass

from desktop.requests import (
    CareForEnterprise,
    Contact,
    MergeEnterprises,
    NoteEnterprise,
    Request,
    SaveContact,
    SaveEnterprise,
)
from ui.screens.enterprises.forms import Filled


@dataclass(frozen=True, slots=True)
class Intention:
    """Something to be done; `what` names it, `subject` is the company, `contact` a person of it."""

    what: str
    request: Request
    command: str
    staff: str = ""
    subject: str = ""


def of_form(filled: Filled, company: str, contact: str | None) -> Request:
    """Return what a form asks for; `contact` is the person that is changed."""
    given = filled.values
    match filled.form:
        case "new" | "edit":
            return SaveEnterprise(
                given["name"],
                given["uscc"] or None,
                given["registered_place"] or None,
                given["work_place"] or None,
                enterprise=company if filled.form == "edit" else None,
            )
        case "contact":
            return SaveContact(company, person=_person(given), duty=given["duty"])
        case "contact_edit":
            # What is left empty stays: masked particulars are not to be typed again.
            kept = {name: value or None for name, value in given.items()}
            return SaveContact(company, contact, _person(kept), kept["duty"])
        case "contact_off":
            return SaveContact(company, contact, withdrawn=True)
        case "note":
            return NoteEnterprise(company, given["note"])
    return CareForEnterprise(company, given["tier"], given["named_contact"])


def of_merge(keep: str, merge: str, reason: str) -> Request:
    """Return what makes two files one."""
    return MergeEnterprises(keep, merge, reason)


def _person(given: dict[str, str] | dict[str, str | None]) -> Contact:
    return Contact(given["person"], given["phone"], given["id_number"])
