"""That somebody was told what becomes of personal data, noted where particulars are left."""

from __future__ import annotations

from desktop.domain.desk_records import CONSENT_KINDS, Consent
from desktop.domain.reception_events import ConsentGiven
from desktop.journal.work import Work

NOTICE = CONSENT_KINDS[0]


def note_told(
    work: Work, ticket_id: str | None, company_id: str | None, person_id: str | None
) -> None:
    """Record that who left particulars was told what becomes of them; the paper is on demand."""
    consent = Consent(
        consent_id=work.new_id(),
        kind=NOTICE,
        at=work.at,
        day=work.day,
        ticket_id=ticket_id,
        enterprise_id=company_id,
        person_id=person_id,
        staff=work.by,
    )
    work.record(ConsentGiven(consent))
