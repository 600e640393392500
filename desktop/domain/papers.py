"""The facts on each paper: everything already decided, nothing left to look up.

Dates are days of the site; times are naive local times of the site.  The sentences
around the facts live in `resources/locale`, the lay-out in `desktop.printing`.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import ClassVar, Literal

from desktop.domain.catalogue import Limit, LimitOf, PaperStyle

RefusedAt = Literal["acceptance", "decision"]
ReceiptOutcome = Literal["resolved", "terminated"]


class PaperKind(StrEnum):
    """The nine papers of the desk; the values are the console's words."""

    TICKET_SLIP = "ticket_slip"
    ACCEPTANCE_NOTICE = "acceptance_notice"
    ONE_TIME_NOTICE = "one_time_notice"
    GAP_PROMISE = "gap_promise"
    REFUSAL_NOTICE = "refusal_notice"
    RESOLUTION_RECEIPT = "resolution_receipt"
    FORWARDING_SLIP = "forwarding_slip"
    AUTHORISATION = "authorisation"
    PRIVACY_NOTICE = "privacy_notice"


class MaterialState(StrEnum):
    """Where a material stands when the paper is made: 已收, 档案已有, 待补."""

    GIVEN = "given"
    ON_FILE = "on_file"
    TO_COME = "to_come"


@dataclass(frozen=True, slots=True)
class QrContent:
    """What a paper's QR code holds: the way back to its row, and nothing about a person."""

    site: str
    kind: PaperKind
    number: str

    @property
    def text(self) -> str:
        """Return `YM:<site>:<kind>:<number>`."""
        return f"YM:{self.site}:{self.kind}:{self.number}"


@dataclass(frozen=True, slots=True)
class Marks:
    """The marks across a paper: 补打 (reprint), 作废 (void), 演示 (demo)."""

    reprint: bool = False
    void: bool = False
    demo: bool = False


@dataclass(frozen=True, slots=True)
class Heading:
    """What every notice bears: number, place, day, window, handler, marks.

    `number` is the paper's own number, `<kind>-<year>-<serial>`, shown as 受理〔年〕serial号 with
    `region` in front; `issuer` is whose seal goes on the paper (an authority's name, else the
    site's own is used); `handled_by` is the handler's name or staff code, and `phone` where to
    ask about the case.
    """

    site_name: str
    number: str
    made_on: date
    made_at_local: datetime
    window_name: str
    handled_by: str
    qr: QrContent
    region: str = ""
    issuer: str | None = None
    phone: str | None = None
    marks: Marks = Marks()


@dataclass(frozen=True, slots=True)
class Applicant:
    """Who applied: an enterprise with its contact, or a visitor without an enterprise."""

    enterprise_name: str | None
    uscc: str | None
    contact_name: str | None
    contact_phone: str | None

    @property
    def name(self) -> str:
        """Return whom the paper addresses: the enterprise, else the person, else nobody."""
        return self.enterprise_name or self.contact_name or ""


@dataclass(frozen=True, slots=True)
class Matter:
    """What the paper is about: the case, its item and, if it belongs to one, its bundle."""

    case_number: str
    item_name: str
    bundle_name: str | None = None


@dataclass(frozen=True, slots=True)
class MaterialLine:
    """One material of the checklist; `until` is the day a material to come was promised for."""

    name: str
    state: MaterialState
    until: date | None = None


@dataclass(frozen=True, slots=True)
class MissingMaterial:
    """One material that is missing or faulty, and what it has to be."""

    name: str
    requirement: str | None = None


@dataclass(frozen=True, slots=True)
class SlipStop:
    """One stop of the ticket: the window and how many stand before it there.

    `ahead` is None where the stop waits for an earlier one and is not in line yet.
    """

    window_name: str
    ahead: int | None = None


@dataclass(frozen=True, slots=True)
class TicketSlip:
    """The visitor's slip (取号凭条): no name, no telephone number, no enterprise.

    `wait_minutes` is the estimated (shortest, longest) wait to the first call, in minutes;
    `missed_calls` and `reinstated_behind` are the site's rule for missed tickets (过号).
    """

    kind: ClassVar[PaperKind] = PaperKind.TICKET_SLIP

    site_name: str
    label: str
    stops: tuple[SlipStop, ...]
    items: tuple[str, ...]
    issued_at_local: datetime
    missed_calls: int
    reinstated_behind: int
    qr: QrContent
    wait_minutes: tuple[int, int] | None = None
    material_hints: tuple[str, ...] = ()
    marks: Marks = Marks()


@dataclass(frozen=True, slots=True)
class AcceptanceNotice:
    """The case was accepted (受理通知书, or 服务受理单): what, until when, by whom.

    Promised 0 working days means done on the spot.  `limit_of` says whose the legal limit is:
    an authority's is shown as theirs and is never our due day.

    `provisional`: the due day rests on days off that are not published yet (暂定).
    """

    kind: ClassVar[PaperKind] = PaperKind.ACCEPTANCE_NOTICE

    heading: Heading
    style: PaperStyle
    applicant: Applicant
    matter: Matter
    received_on: date
    accepted_on: date
    materials: tuple[MaterialLine, ...]
    due_on: date | None
    provisional: bool = False
    legal_limit: Limit | None = None
    limit_of: LimitOf = "centre"
    promised_working_days: int | None = None
    legal_basis: str | None = None


@dataclass(frozen=True, slots=True)
class OneTimeNotice:
    """Everything that is missing, told at once (一次性告知书; after acceptance 补正告知书).

    `consequence` replaces the usual sentence about what happens when the day passes.
    """

    kind: ClassVar[PaperKind] = PaperKind.ONE_TIME_NOTICE

    heading: Heading
    applicant: Applicant
    matter: Matter
    received_on: date
    missing: tuple[MissingMaterial, ...]
    until: date | None
    after_acceptance: bool = False
    consequence: str | None = None


@dataclass(frozen=True, slots=True)
class GapPromise:
    """The applicant's promise to bring what is missing (容缺受理承诺书)."""

    kind: ClassVar[PaperKind] = PaperKind.GAP_PROMISE

    heading: Heading
    applicant: Applicant
    matter: Matter
    missing: tuple[MissingMaterial, ...]
    promised_on: date
    consequence: str | None = None


@dataclass(frozen=True, slots=True)
class RefusalNotice:
    """A refusal with its reason; an authority's also names the remedies.

    Remedies: administrative review within 60 days of learning of the decision
    (行政复议法 2023 art. 20), a suit within 6 months (行政诉讼法 2017 art. 46).
    `review_body` and `court` are named where known.
    """

    kind: ClassVar[PaperKind] = PaperKind.REFUSAL_NOTICE

    heading: Heading
    style: PaperStyle
    stage: RefusedAt
    applicant: Applicant
    matter: Matter
    received_on: date
    decided_on: date
    reason: str
    basis: str | None = None
    review_body: str | None = None
    court: str | None = None


@dataclass(frozen=True, slots=True)
class ResolutionReceipt:
    """The end of a case (办结回执): the result, or that it was terminated and why.

    `result` is what came of it or, for a terminated case, the reason; `documents` are the
    certificates and files handed over.
    """

    kind: ClassVar[PaperKind] = PaperKind.RESOLUTION_RECEIPT

    heading: Heading
    outcome: ReceiptOutcome
    applicant: Applicant
    matter: Matter
    received_on: date
    ended_on: date
    result: str | None = None
    accepted_on: date | None = None
    due_on: date | None = None
    documents: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ForwardingSlip:
    """A case handed to the authority that decides it (转办单).

    `limit` is that authority's own; `reference` its receipt number, if it gave one;
    `return_by` the day its answer is asked for.
    """

    kind: ClassVar[PaperKind] = PaperKind.FORWARDING_SLIP

    heading: Heading
    to: str
    applicant: Applicant
    matter: Matter
    received_on: date
    forwarded_on: date
    materials: tuple[MaterialLine, ...] = ()
    limit: Limit | None = None
    requirement: str | None = None
    reference: str | None = None
    return_by: date | None = None


@dataclass(frozen=True, slots=True)
class Authorisation:
    """A company's word that the desk may act for it (代办委托书), free of charge.

    `matter` is None where it is about no case yet; `scope` is what the desk may do, the usual
    sentence where nobody wrote one; it holds from `begins_on` to the end of `until`.
    """

    kind: ClassVar[PaperKind] = PaperKind.AUTHORISATION

    heading: Heading
    applicant: Applicant
    matter: Matter | None
    begins_on: date
    until: date
    scope: str | None = None


@dataclass(frozen=True, slots=True)
class PrivacyNotice:
    """What becomes of the particulars that somebody leaves (个人信息处理告知书).

    The contents are those of 个人信息保护法 2021 art. 17: who, what for, which, how, how long,
    and the rights of arts. 44 to 47.  `applicant` is None where it is given to nobody by name.
    """

    kind: ClassVar[PaperKind] = PaperKind.PRIVACY_NOTICE

    heading: Heading
    applicant: Applicant | None = None


Notice = (
    AcceptanceNotice
    | OneTimeNotice
    | GapPromise
    | RefusalNotice
    | ResolutionReceipt
    | ForwardingSlip
    | Authorisation
    | PrivacyNotice
)
PaperFacts = TicketSlip | Notice
