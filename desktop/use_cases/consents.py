"""What a person was told of or has signed: the notice on personal data, the authorisation to act.

The desk acts for a company (代办) only where it was authorised, free of charge and until a day
(domain map §3.5, §3.6): a case that is acted for is one with an authorisation that holds, and
there is no other way to make one.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from desktop.domain.case_events import PaperVoided
from desktop.domain.cases import OPEN_CASE_STATES, Case, Paper
from desktop.domain.desk_records import CONSENT_KINDS, Consent
from desktop.domain.enterprise_file import Enterprise
from desktop.domain.errors import DeskError
from desktop.domain.papers import PaperKind
from desktop.domain.reception_events import ConsentGiven, ConsentWithdrawn
from desktop.domain.state import need
from desktop.domain.tickets import Ticket
from desktop.journal.work import Work
from desktop.requests import ActFor, GiveConsent, IssueTicket, ItemWanted, WithdrawConsent
from desktop.snapshots import ConsentAnswer, ConsentShape
from desktop.use_cases import enterprises, references
from desktop.use_cases.making_papers import make_paper
from desktop.use_cases.shapes import paper_shape

AUTHORISATION = CONSENT_KINDS[1]


def give(work: Work, request: GiveConsent) -> ConsentAnswer:
    """Record a consent and make its paper, for a person to read or to sign.

    Raises `invalid_value` for another company than the case's, or a kind that there is not.
    """
    if request.kind not in CONSENT_KINDS:
        raise DeskError("invalid_value", field="kind", value=request.kind[:100])
    case = references.case(work.tx, request.case) if request.case else None
    ticket = references.ticket(work.tx, request.ticket, work.day) if request.ticket else None
    company = case.enterprise_id if case else None
    if request.enterprise is not None:
        named = references.enterprise(work.tx, request.enterprise).enterprise_id
        if company is not None and references.enterprise(work.tx, company).enterprise_id != named:
            raise DeskError("invalid_value", field="enterprise", value=request.enterprise[:100])
        company = named
    consent = Consent(
        consent_id=work.new_id(),
        kind=request.kind,
        at=work.at,
        day=work.day,
        ticket_id=ticket.ticket_id if ticket else None,
        case_id=case.case_id if case else None,
        enterprise_id=company or (ticket.enterprise_id if ticket else None),
        person_id=ticket.visitor if ticket else None,
        staff=work.by,
    )
    if request.person is not None:
        person = enterprises.keep_contact(work, request.person, consent.consent_id)
        consent = replace(consent, person_id=person)
    if request.kind == AUTHORISATION:
        if request.until is None:
            raise DeskError("missing_field", field="until")
        consent = _authorised(work, consent, ActFor(request.until, request.scope), case)
    paper = _given(work, consent, case)
    return ConsentAnswer(consent_shape(consent), (paper_shape(paper),))


def of_visit(
    work: Work, request: IssueTicket, cases: Sequence[Case], company_id: str | None
) -> list[Paper]:
    """Record what was told and signed at the issue of a number; returns the papers to sign."""
    by_item = {(case.item, case.enterprise_id): case for case in cases}
    papers = []
    for wanted in request.items:
        if isinstance(wanted, ItemWanted) and wanted.act_for is not None:
            company = company_id
            if wanted.enterprise is not None:
                company = references.enterprise(work.tx, wanted.enterprise).enterprise_id
            case = by_item[references.item(work.catalogue, wanted.item).code, company]
            consent = _plain(work, AUTHORISATION, case)
            consent = _authorised(work, consent, wanted.act_for, case)
            papers.append(_given(work, consent, case))
    return papers


def withdraw(work: Work, request: WithdrawConsent) -> ConsentAnswer:
    """Take a consent back, with a reason; its paper is void from now on."""
    consent = work.tx.get(Consent, request.consent)
    if consent is None:
        raise DeskError("unknown_consent", consent=request.consent[:100])
    if consent.withdrawn_at is not None:
        raise DeskError("wrong_state", what="consent", state="withdrawn")
    _take_back(work, consent, work.reason(request.reason, consent.consent_id))
    return ConsentAnswer(consent_shape(need(work.tx, Consent, consent.consent_id)))


def end_with(work: Work, ticket: Ticket, text: str | None) -> None:
    """Take back what the desk was authorised to do with a number that is given up.

    A case that was accepted meanwhile goes on, and what the desk may do in it.
    """
    for consent in work.tx.consents_with(ticket.ticket_id):
        if consent.kind != AUTHORISATION or consent.withdrawn_at is not None:
            continue
        case = need(work.tx, Case, consent.case_id) if consent.case_id else None
        if case is None or case.state not in OPEN_CASE_STATES:
            _take_back(work, consent, text)


def consent_shape(consent: Consent) -> ConsentShape:
    """Return a consent as it is shown; who signed and for what are personal data and not here."""
    return ConsentShape(
        consent.consent_id,
        consent.kind,
        consent.at,
        consent.case_id,
        consent.ticket_id,
        consent.enterprise_id,
        consent.until,
        consent.withdrawn_at,
    )


def shapes(consents: Iterable[Consent]) -> tuple[ConsentShape, ...]:
    """Return consents as they are shown, oldest first."""
    ordered = sorted(consents, key=lambda consent: consent.consent_id)
    return tuple(consent_shape(consent) for consent in ordered)


def _take_back(work: Work, consent: Consent, text: str | None) -> None:
    work.record(ConsentWithdrawn(consent.consent_id, text))
    if consent.paper_id is not None and not need(work.tx, Paper, consent.paper_id).void:
        work.record(PaperVoided(consent.paper_id, text))


def _plain(work: Work, kind: str, case: Case) -> Consent:
    return Consent(
        consent_id=work.new_id(),
        kind=kind,
        at=work.at,
        day=work.day,
        ticket_id=case.ticket_id,
        case_id=case.case_id,
        enterprise_id=case.enterprise_id,
        person_id=case.visitor,
        staff=work.by,
    )


def _authorised(work: Work, consent: Consent, act_for: ActFor, case: Case | None) -> Consent:
    """Return the consent with what the desk may do and until when; both must be known."""
    if act_for.until < work.day:
        raise DeskError("invalid_value", field="until", value=act_for.until.isoformat())
    if case is None and not (act_for.scope and act_for.scope.strip()):
        raise DeskError("missing_field", field="scope")
    if case is not None and case.state not in OPEN_CASE_STATES:
        raise DeskError("wrong_state", what="case", case=case.number, state=case.state)
    scope = work.text(act_for.scope, consent.consent_id)
    return replace(consent, scope_text=scope, until=act_for.until)


def _given(work: Work, consent: Consent, case: Case | None) -> Paper:
    """Record the consent with its paper, which names the company as it is called now."""
    item = work.catalogue.items[case.item] if case else None
    window = work.catalogue.windows[case.window] if case else None
    company = None
    if consent.enterprise_id is not None:
        found = work.tx.get(Enterprise, consent.enterprise_id)
        company = None if found is None else references.kept_enterprise(work.tx, found)
    facts: dict[str, object] = {
        "case": case.number if case else None,
        "item": item.name_zh if item else None,
        "window": window.name_zh if window else None,
        "company": company.name if company else None,
        "uscc": company.uscc if company else None,
        "person": consent.person_id or (company.contact if company else None),
        "made_on": work.day.isoformat(),
        "until": consent.until.isoformat() if consent.until else None,
        "scope_text": consent.scope_text,
        "handled_by": work.by,
    }
    kind = PaperKind(consent.kind)
    paper = make_paper(work, kind, facts, consent.case_id, consent.ticket_id)
    work.record(ConsentGiven(replace(consent, paper_id=paper.paper_id)))
    return paper
