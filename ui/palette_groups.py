"""The groups that the command palette shows: what was found, in the words of the language."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import TYPE_CHECKING, Final

from desktop.snapshots import CaseShape, FoundShape, TicketShape
from ui.command_words import Called, score
from ui.commands import Command, Standing
from ui.desk_search import Found
from ui.items import ItemKind
from ui.widgets.hit_rows import Group, Hit

if TYPE_CHECKING:
    from ui.main_window import MainWindow

COMMAND: Final = "command"
PLACE: Final = "place"
_MOST: Final = 6
_GO: Final = "go."
_ORDER: Final = (Standing.READY, Standing.ELSEWHERE, Standing.HELD, Standing.NOT_NOW)


class PaletteGroups:
    """Reads the window's commands and places; `learn` adds the pinyin of their Chinese words."""

    def __init__(self, window: MainWindow) -> None:
        self._window = window
        self._commands, self._language = window.commands, window.language
        self._spellings: dict[str, tuple[str, ...]] = {}

    def unspelled(self, names: Callable[[Iterable[Called]], tuple[str, ...]]) -> tuple[str, ...]:
        """Return the names whose pinyin is not known yet."""
        called = (self._called(command) for command in self._commands.all())
        return tuple(name for name in names(called) if name not in self._spellings)

    def learn(self, spellings: Mapping[str, tuple[str, ...]]) -> None:
        """Take in initials and pinyin of names."""
        self._spellings.update(spellings)

    def of_desk(self, found: Found) -> list[Group]:
        """Return what the desk found: companies, today's numbers, cases."""
        text = self._language.text
        return [
            Group(text("frame.palette.companies"), tuple(map(self._company, found.companies))),
            Group(text("frame.palette.numbers"), tuple(map(self._number, found.tickets))),
            Group(text("frame.palette.cases"), tuple(map(self._case, found.cases))),
        ]

    def of_commands(self, typed: str) -> list[Group]:
        """Return commands and places that `typed` names; for "" what can be done here."""
        text = self._language.text
        commands = [one for one in self._commands.all() if self._on_offer(one)]
        places = [one for one in commands if one.id.startswith(_GO)]
        others = [one for one in commands if not one.id.startswith(_GO)]
        if not typed:
            others = [one for one in others if self._is_here(one)]
        return [
            Group(
                text("frame.palette.commands" if typed else "frame.palette.here"),
                tuple(map(self._command, self._best(others, typed))),
            ),
            Group(text("frame.palette.places"), tuple(map(self._place, self._best(places, typed)))),
        ]

    def _best(self, commands: list[Command], typed: str) -> Iterator[Command]:
        if not typed:
            yield from commands
            return
        ranked = []
        for at, command in enumerate(commands):
            points = score(self._called(command), typed, self._spellings)
            if points is not None:
                standing = _ORDER.index(self._commands.standing(command.id))
                ranked.append((points, standing, at, command))
        ranked.sort(key=lambda one: one[:3])
        for *_, command in ranked[:_MOST]:
            yield command

    def _on_offer(self, command: Command) -> bool:
        if self._commands.standing(command.id) is Standing.FORBIDDEN:
            return False
        return not command.scope or self._window.may_go(command.scope)

    def _is_here(self, command: Command) -> bool:
        ready = self._commands.standing(command.id) is Standing.READY
        return ready and command.scope == self._window.current_screen

    def _called(self, command: Command) -> Called:
        return Called(self._language.texts(command.text_key), command.shortcut)

    def _command(self, command: Command) -> Hit:
        standing = self._commands.standing(command.id)
        detail = ""
        if standing is Standing.ELSEWHERE:
            place = self._commands.text(f"{_GO}{command.scope}")
            detail = self._language.text("frame.palette.elsewhere", place=place)
        elif standing is not Standing.READY:
            why = self._commands.why_not(command.id)
            detail = why or self._language.text("frame.palette.not_now")
        able = standing in (Standing.READY, Standing.ELSEWHERE)
        words, keys = self._commands.text(command.id), self._commands.keys(command.id)
        return Hit(COMMAND, command.id, words, detail, keys, able)

    def _place(self, command: Command) -> Hit:
        words, keys = self._commands.text(command.id), self._commands.keys(command.id)
        return Hit(PLACE, command.id.removeprefix(_GO), words, "", keys)

    def _company(self, company: FoundShape) -> Hit:
        return Hit(ItemKind.ENTERPRISE, company.id, company.name, company.uscc or "")

    def _number(self, ticket: TicketShape) -> Hit:
        title = " · ".join(part for part in (ticket.label, ticket.enterprise_name) if part)
        state, label = self._state(ticket.state), ticket.label
        return Hit(ItemKind.TICKET, ticket.id, title, "", state, called=label)

    def _case(self, case: CaseShape) -> Hit:
        detail = " · ".join(part for part in (case.item_name, case.enterprise_name) if part)
        return Hit(ItemKind.CASE, case.id, case.number, detail, self._state(case.state))

    def _state(self, state: str) -> str:
        return self._language.text(f"word.state.{state}")
