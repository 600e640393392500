"""The frame every notice shares: heading, addressee, form, closing with seal and signature."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from desktop.domain.catalogue import Limit
from desktop.domain.papers import (
    Applicant,
    Heading,
    MaterialLine,
    MaterialState,
    Matter,
    MissingMaterial,
)
from desktop.printing.blocks import Pair, form, listing, paragraph
from desktop.printing.sheet import Sheet
from desktop.printing.strips import Block
from desktop.printing.words import Words


@dataclass(frozen=True, slots=True)
class Signature:
    """Who signs at the foot, and the line about copies."""

    label: str
    copies: str


@dataclass(frozen=True, slots=True)
class NoticeLayout:
    """A notice ready to be set: its title, its parts in order, who signs it."""

    title: str
    heading: Heading
    case_number: str
    blocks: tuple[Block, ...]
    signature: Signature


@dataclass(frozen=True, slots=True)
class Setting:
    """A sheet and a language: what the parts of a notice are made with."""

    sheet: Sheet
    words: Words

    def salutation(self, name: str) -> tuple[Block, ...]:
        """Return the line that addresses somebody, or none."""
        if not name:
            return ()
        text = self.words.say("colon", label=name)
        return (paragraph(text, self.sheet, self.sheet.ink(1.06, bold=True)),)

    def prose(self, text: str, *, above: float = 0.5) -> Block:
        """Return a paragraph indented by two characters; `above` in ems."""
        ink = self.sheet.ink(1.06)
        above *= self.sheet.size
        return paragraph(text, self.sheet, ink, indent=2 * ink.size, above=above)

    def note(self, text: str, *, above: float) -> Block:
        """Return a small remark; `above` in points."""
        return paragraph(text, self.sheet, self.sheet.ink(0.86), above=above)

    def join(self, *sentences: str) -> str:
        """Put sentences one after the other, with the language's space between them."""
        return self.words.say("space").join(sentence for sentence in sentences if sentence)

    def form(self, rows: Iterable[Sequence[Pair | None]]) -> Block:
        """Return a form of label keys and texts, rows and pairs without text left out."""
        named = [
            [(self.words.say(f"label.{pair[0]}"), pair[1]) for pair in row if pair and pair[1]]
            for row in rows
        ]
        return form([row for row in named if row], self.sheet, above=0.7 * self.sheet.size)

    def listing(
        self,
        heads: Sequence[str],
        rows: Sequence[Sequence[str]],
        shares: Sequence[float],
        *,
        middle: Sequence[int] = (0, 2),
    ) -> Block:
        """Return a numbered list under headings given by their keys."""
        names = [self.words.say(f"list.{head}") for head in ("no", *heads)]
        numbered = [[str(at), *map(str, row)] for at, row in enumerate(rows, start=1)]
        above = 0.9 * self.sheet.size
        return listing(names, numbered, (1.1, *shares), self.sheet, above=above, middle=middle)

    def who(self, applicant: Applicant) -> list[list[Pair | None]]:
        """Return the rows about the applicant."""
        # A visitor without an enterprise is the applicant: the name is not said twice.
        name = applicant.contact_name if applicant.enterprise_name else None
        contact = "　".join(filter(None, (name, applicant.contact_phone)))
        return [
            [("applicant", applicant.name)],
            [("uscc", applicant.uscc or ""), ("contact", contact)],
        ]

    def what(self, matter: Matter) -> list[list[Pair | None]]:
        """Return the rows about the case and its item."""
        return [
            [("item", matter.item_name)],
            [("bundle", matter.bundle_name or "")],
        ]

    def materials(self, materials: Sequence[MaterialLine]) -> tuple[Block, ...]:
        """Return the checklist of materials with the state of each, or nothing."""
        if not materials:
            return ()
        rows = [[line.name, self._state(line)] for line in materials]
        return (self.listing(("material", "state"), rows, (9.1, 3.2)),)

    def missing(self, missing: Sequence[MissingMaterial]) -> Block:
        """Return the list of what is missing and what each has to be."""
        general = self.words.say("material.no_requirement")
        rows = [[material.name, material.requirement or general] for material in missing]
        return self.listing(("missing", "requirement"), rows, (5.6, 6.7), middle=(0,))

    def limit(self, limit: Limit | None, *, ours: bool = True) -> str:
        """Return a limit in words, marked as the authority's where it is not ours."""
        if limit is None:
            return ""
        text = self.words.limit(limit)
        return text if ours else self.words.say("limit.of_authority", limit=text)

    def enquiry(self, heading: Heading) -> str:
        """Return how to ask about the case."""
        if heading.phone:
            return self.words.say(
                "close.enquiry_phone", window=heading.window_name, phone=heading.phone
            )
        return self.words.say("close.enquiry", window=heading.window_name)

    def address(self, applicant: Applicant) -> str:
        """Return which wording speaks to the applicant: `company` or `person`."""
        return "company" if applicant.enterprise_name else "person"

    def receiver(self, title: str) -> Signature:
        """Return the usual signature: the receiver's."""
        say = self.words.say
        return Signature(say("close.receiver"), say("close.copies", title=title))

    def _state(self, line: MaterialLine) -> str:
        if line.state is MaterialState.TO_COME and line.until:
            month = self.words.say(f"month.{line.until.month}")
            return self.words.say("material.to_come_until", month=month, day=line.until.day)
        return self.words.say(f"material.{line.state}")
