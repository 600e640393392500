"""The demo's companies that are looked after: tiers, named contacts, people, notes."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from random import Random

from desktop import requests as r
from desktop.demo.centre import Centre
from desktop.domain.enterprise_file import TIERS

EVERY = 5
"""Every fifth company has a tier, every tenth a named contact, one more person and a note."""


def look_after(centre: Centre, at: datetime, company: str, number: int, guides: list[str]) -> None:
    """Give the company `number` what its turn has; the dice of the demo are not thrown."""
    if number % EVERY:
        return
    turn = number // EVERY
    dice = Random(number)
    tier = TIERS[0 if turn % 3 else 1 if turn % 2 else 2]
    if turn % 2:
        centre.do(at, r.CareForEnterprise(company, tier), guides[0])
        return
    contact = guides[turn % len(guides)]
    centre.do(at, r.CareForEnterprise(company, tier, contact), guides[0])
    words = replace(centre.words, dice=dice)
    centre.do(
        at, r.SaveContact(company, person=words.contact(), duty=words.one_of("duty")), guides[0]
    )
    centre.do(at, r.NoteEnterprise(company, words.one_of("company_note")), contact)
