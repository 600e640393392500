"""Keeps people calm when the database goes and comes back: pill, banner, what is held back.

It ties the link's watch, the outbox and the beats to the window and to its words; the screens
themselves are told by the watch.
"""

from __future__ import annotations

from datetime import timedelta
from functools import partial
from typing import Final
from zoneinfo import ZoneInfo

from PySide6.QtCore import QObject, Slot

from desktop.desk import Desk
from desktop.domain.errors import DeskError
from desktop.outbox import Kept
from ui.application import Shell
from ui.commands import Needs
from ui.connection import Connection, LinkWatch
from ui.presence import Presence
from ui.screens.context import Papers
from ui.sending import Left, Sending, Told
from ui.theme import Tone
from ui.widgets.toast import WayOn

_VERBS: Final = {
    "reception.issue": "issue",
    "counter.finish": "finish",
    "counter.no_show": "no_show",
    "counter.call_next": "call",
    "counter.call": "call",
    "counter.start": "start",
    "counter.add": "add",
    "counter.transfer": "transfer",
    "counter.hold": "hold",
    "counter.resume": "resume",
    "counter.take_over": "take_over",
    "ticket.void": "void",
    "ticket.cancel": "cancel",
    "enterprise.save": "enterprise",
    "day.close": "day",
    "paper.printed": "printed",
}
_HELD: Final = {
    Connection.SUSPECT: frozenset({Needs.DESK, Needs.INTENT}),
    Connection.AWAY: frozenset({Needs.DESK}),
}
_QUIET: Final = frozenset({"paper.printed"})
"""Verbs that people did not press themselves; that they were sent is not worth a word."""


class Calm(QObject):
    """One desk's calm, from `begin` to `stop`; made when the desk is open."""

    def __init__(self, shell: Shell, desk: Desk, papers: Papers, parent: QObject) -> None:
        super().__init__(parent)
        self._shell, self._desk, self._papers = shell, desk, papers
        self._zone = ""
        self._since = ""
        self.watch = LinkWatch(self)
        self.sending = Sending(desk, shell.lanes, self)
        self.presence = Presence(desk, shell.lanes, self)
        self._clock_off = 0
        self._connect()

    def begin(self) -> None:
        """Watch, beat, and send what a former run left."""
        self.watch.follow(self._desk.store.link)
        if self.watch.state is not Connection.LOCAL:
            self._shell.lanes.database.be_patient()
        self._show()
        self.presence.begin()
        self.sending.begin()

    @Slot()
    def leave(self) -> None:
        """People leave: nothing is waited for that the next start can ask about."""
        self.stop()
        self._desk.hurry()

    def stop(self) -> None:
        """End before the desk does."""
        self.watch.stop()
        self.presence.stop()

    def show_zone(self, zone: str) -> None:
        """Know the site's zone, in which times are told."""
        self._zone = zone

    def _connect(self) -> None:
        self.watch.changed.connect(self._changed)
        self.watch.looked.connect(self._looked)
        self.watch.back.connect(self._back)
        self.sending.changed.connect(self._show)
        self.sending.told.connect(self._told)
        self.sending.settled.connect(self._settled)
        self.sending.not_kept.connect(self._not_kept)
        self.presence.clock.connect(self._clock)
        self.presence.lost.connect(self._lost)
        self._shell.commands.held.connect(self._say_held)
        self._shell.messages.away = self._is_away
        self._shell.language.changed.connect(self._retranslate)

    def _is_away(self) -> bool:
        return not Connection(self._desk.store.link.state().value).answers

    # ---- the connection --------------------------------------------------------------------

    @Slot(object)
    def _changed(self, state: Connection) -> None:
        if state is Connection.AWAY:
            self._since = self._last_known()
            self._shell.lanes.database.hold()
        self._show()

    @Slot(object)
    def _looked(self, state: Connection) -> None:
        if state.answers:
            self._shell.lanes.database.resume()

    @Slot()
    def _back(self) -> None:
        waiting, text = self.sending.waiting, self._shell.language.text
        key = "calm.back_sending" if waiting else "calm.back"
        self._shell.messages.done(text(key, waiting=waiting))
        self.sending.send()
        self.presence.beat()
        self._shell.live.renew()

    @Slot()
    def _show(self) -> None:
        state, text = self.watch.state, self._shell.language.text
        self._shell.window.show_connection(state, self.sending.waiting)
        held = _HELD.get(state, frozenset())
        self._shell.commands.hold_back(held, text(f"calm.held.{state.value}") if held else "")
        words = ""
        if state is Connection.AWAY:
            key = "calm.away" if self._since else "calm.away_untimed"
            words = text(key, time=self._since)
        self._shell.window.banner.say(words)

    def _last_known(self) -> str:
        """Return the centre's time of the last answer; "" where the zone is not known."""
        if not self._zone:
            return ""
        at = self._desk.now() - timedelta(seconds=self.watch.silent_for)
        return f"{at.astimezone(ZoneInfo(self._zone)):%H:%M}"

    @Slot(str)
    def _say_held(self, why: str) -> None:
        self._shell.messages.note(why)

    @Slot()
    def _retranslate(self) -> None:
        self._show()
        self._clock(self._clock_off)

    # ---- what was sent, and what a former run left -------------------------------------------

    @Slot(object)
    def _told(self, told: Told) -> None:
        kept, answer, error = told.sent.kept, told.sent.answer, told.sent.error
        if error is not None:
            self._shell.messages.note(self._refusal(told, error), Tone.WARN)
            return
        if kept.verb not in _QUIET:
            self._shell.messages.done(self._words("calm.sent.done", kept))
        self._print(tuple(paper.id for paper in getattr(answer, "papers", ())))

    def _refusal(self, told: Told, error: DeskError) -> str:
        language, ticket = self._shell.language, told.ticket
        sentence = language.sentence(error)
        words = self._words("calm.sent.refused", told.sent.kept, sentence=sentence)
        if ticket is None:
            return words
        state = language.text(f"word.state.{ticket.state}")
        key = "calm.sent.now" if ticket.counter is None else "calm.sent.now_counter"
        now = language.text(key, label=ticket.label, state=state, counter=ticket.counter)
        return f"{words} {now}"

    def _words(self, key: str, kept: Kept, **values: object) -> str:
        text = self._shell.language.text
        verb = text(f"calm.verb.{_VERBS.get(kept.verb, 'other')}")
        named = key if kept.label else f"{key}_plain"
        return text(named, label=kept.label, verb=verb, **values)

    @Slot(object)
    def _settled(self, left: Left) -> None:
        """Tell of a command that was under way when the program ended, and offer its papers."""
        if left.verb in _QUIET:
            return
        text = self._shell.language.text
        verb = text(f"calm.verb.{_VERBS.get(left.verb, 'other')}")
        if not left.done:
            self._shell.messages.note(text("calm.settled.nothing", verb=verb), Tone.WARN)
            return
        papers = "_papers" if left.papers else ""
        key = "issued" if papers and left.verb == "reception.issue" else f"done{papers}"
        words = text(f"calm.settled.{key}", verb=verb, label=left.label)
        ways = (WayOn(text("calm.settled.print"), partial(self._print, left.papers)),)
        self._shell.messages.note(words, Tone.WARN, ways if papers else ())

    def _print(self, papers: tuple[str, ...]) -> None:
        for paper in papers:
            self._papers.print_paper(paper)

    @Slot(object)
    def _not_kept(self, error: DeskError) -> None:
        language = self._shell.language
        words = language.text("calm.not_kept", sentence=language.sentence(error))
        self._shell.messages.note(words, Tone.BAD)

    # ---- this PC -----------------------------------------------------------------------------

    @Slot(int)
    def _clock(self, off: int) -> None:
        self._clock_off = off
        words = ""
        if off:
            text = self._shell.language.text
            key = "calm.clock_ahead" if off > 0 else "calm.clock_behind"
            words = text(key, span=self._span(abs(off)))
        self._shell.window.clock_banner.say(words)

    def _span(self, seconds: int) -> str:
        text = self._shell.language.text
        minutes, seconds = divmod(seconds, 60)
        hours, minutes = divmod(minutes, 60)
        days, hours = divmod(hours, 24)
        if days:
            return text("calm.days", days=days, hours=hours)
        if hours:
            return text("calm.hours", hours=hours, minutes=minutes)
        return text("calm.minutes", minutes=minutes, seconds=seconds)

    @Slot(int)
    def _lost(self, counter: int) -> None:
        words = self._shell.language.text("calm.lease_lost", counter=counter)
        self._shell.messages.note(words, Tone.WARN)
