"""A paper for printing: its kept facts, with names and texts as they are at this moment.

The facts of a `Paper` hold no personal data and no free text, only their ids.  They are looked
up here each time a paper is made, so that what was erased appears on no later copy: a line to
fill in by hand stands for it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING, Any, cast

from desktop.domain.cases import Paper
from desktop.domain.catalogue import Catalogue, Limit
from desktop.domain.errors import DeskError
from desktop.domain.papers import (
    AcceptanceNotice,
    Applicant,
    Authorisation,
    ForwardingSlip,
    GapPromise,
    Heading,
    Marks,
    MaterialLine,
    MaterialState,
    Matter,
    MissingMaterial,
    Notice,
    OneTimeNotice,
    PaperFacts,
    PaperKind,
    PrivacyNotice,
    QrContent,
    RefusalNotice,
    ResolutionReceipt,
    SlipStop,
    TicketSlip,
)
from desktop.domain.people import Staff
from desktop.journal.looking import Look
from desktop.requests import SavePaper
from desktop.saved_files import write_whole
from desktop.snapshots import Answer, PaperShape, PdfAnswer
from desktop.use_cases import references
from desktop.use_cases.shapes import paper_shape

if TYPE_CHECKING:
    from desktop.printing.render import RenderedPaper
    from desktop.printing.words import Language
    from desktop.printing.words import Words as Wording

BLANK = "_" * 12
"""A line to be filled in by hand, where a name or a text is not known or was erased."""

DEMO = "DEMO"
"""The papers of sites whose code begins so are marked 演示."""

SHORT_LIST = 7
"""So many materials stand on a slip one a line."""

MATERIAL_STATES = {
    "on_file": MaterialState.ON_FILE,
    "promised": MaterialState.TO_COME,
    "missing": MaterialState.TO_COME,
}
"""Every other material counts as received: who accepts a case says that its file is complete."""

TEXTS = ("reason_text", "to_text", "reference_text", "scope_text")
"""The facts that are the ids of free texts."""

Words = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class _Kept:
    """A notice's kept facts with the words of its ids: texts, the person, the handler."""

    paper: Paper
    facts: Mapping[str, Any]
    texts: Words
    person: Words
    names: Words
    made_at_local: datetime

    def day(self, name: str) -> date | None:
        """Return a day, None where there is none."""
        text = self.facts.get(name)
        return None if text is None else date.fromisoformat(text)

    def the_day(self, name: str) -> date:
        """Return a day; the paper's own where it is not kept."""
        return self.day(name) or self.made_at_local.date()

    def text(self, name: str) -> str | None:
        """Return a free text: None where none was given, a blank line where it was erased."""
        text_id = self.facts.get(name)
        return None if text_id is None else self.texts.get(text_id, BLANK)

    def named(self, name: str) -> str:
        """Return the name of a window, item or bundle in the paper's language."""
        text = self.facts.get(name) or ""
        return self.names.get(text, text)


@dataclass(frozen=True, slots=True)
class Printable(Answer):
    """A paper ready for a printer, in the desk's language."""

    paper: PaperShape
    pdf: bytes


def printable(look: Look, reference: str, width: str | None, language: str) -> Printable:
    """Return a paper with its PDF; its print state does not change."""
    row = references.paper(look.reads, reference)
    return Printable(paper_shape(row), pdf(look, row, width, language))


def save(look: Look, request: SavePaper) -> PdfAnswer:
    """Answer `paper.pdf`: write the paper to `path`, whole or not at all.

    Raises `invalid_value` (field `width` or `path`), `not_found` for a folder that is not
    there, `disk_full`.  A file of that name is replaced.  The print state does not change.
    """
    paper = references.paper(look.reads, request.paper)
    rendered = _rendered(look, paper, request.width, "zh")
    write_whole(request.path, rendered.pdf)
    return PdfAnswer(request.path, rendered.pages)


def pdf(look: Look, paper: Paper, width: str | None = None, language: str = "zh") -> bytes:
    """Return the paper as PDF for the printer; `width` as in `save`."""
    return _rendered(look, paper, width, language).pdf


def facts_of(look: Look, paper: Paper, language: Language = "zh") -> PaperFacts:
    """Return the facts of a paper with its names and texts as they are now.

    Window, item and bundle are named in `language` where the catalogue still knows them.
    """
    if paper.kind == PaperKind.TICKET_SLIP:
        return _slip(look, paper, language)
    facts = cast("Mapping[str, Any]", paper.facts or {})
    texts = [facts.get(name) for name in TEXTS]
    person = facts.get("person")
    kept = _Kept(
        paper,
        facts,
        look.reads.texts(text_id for text_id in texts if text_id is not None),
        look.reads.people([person]).get(person, {}) if person else {},
        _translated(look.catalogue, language),
        paper.made_at.astimezone(look.known.zone),
    )
    return _notice(look, kept, language)


def _rendered(look: Look, paper: Paper, width: str | None, language: str) -> RenderedPaper:
    # Late imports, here and below: a tenth of a second that no start should wait for.
    from desktop.printing.render import render  # late: as above
    from desktop.printing.sheet import SHEETS  # late: as above

    setting = "slip_width" if paper.kind == PaperKind.TICKET_SLIP else "notice_width"
    width = look.rules.text(setting) if width is None else width.upper()
    if width not in SHEETS:
        allowed = [str(sheet) for sheet in SHEETS]
        raise DeskError("invalid_value", field="width", value=width[:100], allowed=allowed)
    spoken: Language = "en" if language == "en" else "zh"
    return render(facts_of(look, paper, spoken), width, spoken)


def _wording(language: Language) -> Wording:
    from desktop.printing.words import words  # late: as above

    return words(language)


def _slip(look: Look, paper: Paper, language: Language) -> TicketSlip:
    facts = cast("Mapping[str, Any]", paper.facts or {})
    names = _translated(look.catalogue, language)
    wait = facts.get("wait")
    return TicketSlip(
        site_name=look.site.name,
        label=paper.number,
        stops=tuple(
            SlipStop(_window_name(look.catalogue, code, language), ahead)
            for code, ahead in facts.get("stops", ())
        ),
        items=tuple(names.get(item, item) for item in facts.get("items", ())),
        issued_at_local=paper.made_at.astimezone(look.known.zone),
        missed_calls=facts["calls"],
        reinstated_behind=facts["behind"],
        qr=_code(look, paper),
        wait_minutes=(wait[0], wait[1]) if wait else None,
        material_hints=_hints(facts.get("hints", ()), language),
        marks=_marks(look, paper),
    )


def _hints(materials: Sequence[str], language: Language) -> tuple[str, ...]:
    """Return the materials one a line; many run together, so that the slip stays short."""
    if len(materials) <= SHORT_LIST:
        return tuple(materials)
    return (_wording(language).say("slip.between").join(materials),)


def _notice(look: Look, kept: _Kept, language: Language) -> Notice:
    heading, applicant = _heading(look, kept), _applicant(kept)
    if kept.paper.kind in (PaperKind.AUTHORISATION, PaperKind.PRIVACY_NOTICE):
        return _consent(kept, heading, applicant)
    matter = Matter(kept.facts["case"], kept.named("item"), kept.named("bundle") or None)
    received = kept.the_day("received_on")
    match PaperKind(kept.paper.kind):
        case PaperKind.ACCEPTANCE_NOTICE:
            return _acceptance(kept, heading, applicant, matter)
        case PaperKind.ONE_TIME_NOTICE:
            missing, until = _missing(kept, kept.text("reason_text")), kept.day("until")
            after = bool(kept.facts.get("after_acceptance"))
            return OneTimeNotice(heading, applicant, matter, received, missing, until, after)
        case PaperKind.GAP_PROMISE:
            missing = _missing(kept)
            return GapPromise(heading, applicant, matter, missing, kept.the_day("gap_until"))
        case PaperKind.REFUSAL_NOTICE:
            return RefusalNotice(
                heading,
                kept.facts["style"],
                kept.facts["stage"],
                applicant,
                matter,
                received,
                kept.the_day("ended_on"),
                kept.text("reason_text") or BLANK,
            )
        case PaperKind.RESOLUTION_RECEIPT:
            return ResolutionReceipt(
                heading,
                kept.facts["outcome"],
                applicant,
                matter,
                received,
                kept.the_day("ended_on"),
                _result(kept, language),
                kept.day("accepted_on"),
                kept.day("due_on"),
            )
        case _:
            return _forwarding(kept, heading, applicant, matter)


def _consent(kept: _Kept, heading: Heading, applicant: Applicant) -> Authorisation | PrivacyNotice:
    if kept.paper.kind == PaperKind.PRIVACY_NOTICE:
        return PrivacyNotice(heading, None if applicant.name == BLANK else applicant)
    number = kept.facts.get("case")
    matter = Matter(number, kept.named("item")) if number else None
    begins, until = kept.the_day("made_on"), kept.the_day("until")
    return Authorisation(heading, applicant, matter, begins, until, kept.text("scope_text"))


def _acceptance(
    kept: _Kept, heading: Heading, applicant: Applicant, matter: Matter
) -> AcceptanceNotice:
    return AcceptanceNotice(
        heading=heading,
        style=kept.facts["style"],
        applicant=applicant,
        matter=matter,
        received_on=kept.the_day("received_on"),
        accepted_on=kept.the_day("accepted_on"),
        materials=_materials(kept),
        due_on=kept.day("due_on"),
        provisional=bool(kept.facts.get("provisional")),
        legal_limit=_limit(kept),
        limit_of=kept.facts["limit_of"],
        promised_working_days=kept.facts["promised"],
    )


def _forwarding(
    kept: _Kept, heading: Heading, applicant: Applicant, matter: Matter
) -> ForwardingSlip:
    return ForwardingSlip(
        heading=heading,
        to=kept.text("to_text") or BLANK,
        applicant=applicant,
        matter=matter,
        received_on=kept.the_day("received_on"),
        forwarded_on=kept.the_day("made_on"),
        materials=_materials(kept),
        limit=_limit(kept) if kept.facts["limit_of"] == "authority" else None,
        requirement=kept.text("reason_text"),
        reference=kept.text("reference_text"),
    )


def _heading(look: Look, kept: _Kept) -> Heading:
    """Return the heading; the seal is the centre's: the catalogue names authorities loosely."""
    return Heading(
        site_name=look.site.name,
        number=kept.paper.number,
        made_on=kept.the_day("made_on"),
        made_at_local=kept.made_at_local,
        window_name=kept.named("window"),
        handled_by=_handler(look, kept.facts.get("handled_by")),
        qr=_code(look, kept.paper),
        marks=_marks(look, kept.paper),
    )


def _handler(look: Look, code: str | None) -> str:
    """Return the handler's name with the staff code, the code alone where no name is known."""
    if code is None:
        return BLANK
    staff = look.reads.get(Staff, code)
    if staff is None or staff.name is None:
        return code
    name = look.reads.people([staff.name]).get(staff.name, {}).get("name")
    return f"{name} ({code})" if name else code


def _applicant(kept: _Kept) -> Applicant:
    return Applicant(
        kept.facts.get("company"),
        kept.facts.get("uscc"),
        kept.person.get("name") or BLANK,
        kept.person.get("phone"),
    )


def _materials(kept: _Kept) -> tuple[MaterialLine, ...]:
    until = kept.day("gap_until")
    lines = []
    for name, kept_state in kept.facts["materials"]:
        state = MATERIAL_STATES.get(kept_state, MaterialState.GIVEN)
        lines.append(MaterialLine(name, state, until if kept_state == "promised" else None))
    return tuple(lines)


def _missing(kept: _Kept, requirement: str | None = None) -> tuple[MissingMaterial, ...]:
    """Return what is missing; what the desk wrote about it says what each has to be."""
    return tuple(MissingMaterial(name, requirement) for name in kept.facts["missing"])


def _result(kept: _Kept, language: Language) -> str | None:
    code = kept.facts.get("code")
    if code is not None:
        return _wording(language).say(f"ended.{code}")
    return kept.text("reason_text")


def _limit(kept: _Kept) -> Limit | None:
    legal = kept.facts.get("legal")
    return None if legal is None else Limit(legal["count"], legal["basis"])


def _marks(look: Look, paper: Paper) -> Marks:
    return Marks(paper.reprints > 0, paper.void, look.site.code.startswith(DEMO))


def _code(look: Look, paper: Paper) -> QrContent:
    """Return what the code holds; a label comes again every day, so a slip's names its day."""
    number = paper.number
    if paper.kind == PaperKind.TICKET_SLIP:
        number = f"{paper.scope.replace('-', '')}-{number}"
    return QrContent(look.site.code, PaperKind(paper.kind), number)


def _window_name(catalogue: Catalogue, code: str, language: Language) -> str:
    window = catalogue.windows.get(code)
    if window is None:
        return code
    return window.name_en if language == "en" else window.name_zh


def _translated(catalogue: Catalogue, language: Language) -> Words:
    """Return the English name of everything in the catalogue by its Chinese one."""
    if language == "zh":
        return {}
    parts = (catalogue.windows, catalogue.items, catalogue.bundles)
    entries = (entry for part in parts for entry in part.values())
    return {entry.name_zh: entry.name_en for entry in entries}
