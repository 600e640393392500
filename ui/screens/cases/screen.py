"""Puts the Cases screen together: its commands, its view, its presenter."""

from __future__ import annotations

from functools import partial
from typing import Final

from PySide6.QtCore import QObject, Slot
from PySide6.QtWidgets import QWidget

from desktop.domain.errors import DeskError
from desktop.snapshots import CaseFile, PaperShape
from ui.commands import Command, Needs
from ui.items import Item, ItemKind
from ui.live import Watch
from ui.screens.cases.consent_list import PRINT, WITHDRAW
from ui.screens.cases.filters import Filter
from ui.screens.cases.presenter import CasesPresenter, Listing, Place, Preview, StepDone
from ui.screens.cases.steps import STEPS, VOID_PAPER, WITHDRAW_CONSENT, Given, Step, possible
from ui.screens.cases.view import CasesView
from ui.screens.context import ScreenContext

SCOPE: Final = "cases"
_TAKEN_BACK: Final = frozenset(step.verb for step in STEPS) - {"assign", "undo"}
"""After these steps the toast offers to take them back."""
_BESIDE: Final = (
    (VOID_PAPER, "cases.paper.void", "paper.void"),
    (WITHDRAW_CONSENT, WITHDRAW, "consent.withdraw"),
)
_PAPER_KEYS: Final = {
    "view": ("V", "mdi6.file-eye-outline"),
    "print": ("Ctrl+P", "mdi6.printer-outline"),
    "save": ("Ctrl+S", "mdi6.content-save-outline"),
}


class CasesScreen(QObject):
    """What the frame shows as 办件."""

    def __init__(self, context: ScreenContext) -> None:
        super().__init__()
        self._context = context
        self._busy = False
        self._latest: str | None = None  # whose latest step was taken here and still stands
        self._add_commands()
        self.view = CasesView(context.commands, context.language)
        self.setParent(self.view)
        self.presenter = CasesPresenter(context.desk, context.lanes, self._place, self)
        self._watch = Watch(context.live, self)
        self._connect()
        self._allow()

    @property
    def widget(self) -> QWidget:
        """Return the view."""
        return self.view

    def set_visible(self, visible: bool) -> None:
        """Listen only while people can see the list."""
        self._watch.set_visible(visible)

    def take_focus(self) -> None:
        """Begin in the list."""
        self.view.focus_list()

    def open_item(self, item: Item) -> None:
        """Look for a case by its number: it is the only one found, and its drawer opens."""
        if item.kind is ItemKind.CASE:
            self.view.look_for(item.name)

    def _add_commands(self) -> None:
        add = self._context.commands.add
        for number, which in enumerate(Filter, 1):
            key = f"cases.filter.{which.value}"
            made = Command(key, key, f"Alt+{number}", scope=SCOPE, needs=Needs.DESK)
            add(made, partial(self._filter, which))
        add(Command("cases.search", "cases.search", "Ctrl+F", scope=SCOPE), self._search)
        more = Command("cases.more", "cases.more", "M", scope=SCOPE, needs=Needs.DESK)
        add(more, self._more)
        for step in STEPS:
            key = f"cases.step.{step.verb}"
            made = Command(
                key,
                key,
                step.keys,
                step.icon,
                enabled=False,
                permission=f"case.{step.verb}",
                scope=SCOPE,
                needs=Needs.DESK,
            )
            add(made, partial(self._ask, step.verb))
        for name, (keys, icon) in _PAPER_KEYS.items():
            key = f"cases.paper.{name}"
            words = f"cases.paper_do.{name}"
            made = Command(
                key, words, keys, icon, False, "paper.pdf", scope=SCOPE, needs=Needs.DESK
            )
            add(made, partial(self._paper, name))
        for step, key, verb in _BESIDE:
            words = key.replace(".paper.", ".paper_do.").replace(".consent.", ".consent_do.")
            made = Command(
                key, words, step.keys, step.icon, False, verb, scope=SCOPE, needs=Needs.DESK
            )
            add(made, partial(self._ask, step.verb))
        keys, icon = "Ctrl+Shift+P", "mdi6.printer-outline"
        again = Command(
            PRINT,
            "cases.consent_do.print",
            keys,
            icon,
            False,
            "paper.pdf",
            scope=SCOPE,
            needs=Needs.DESK,
        )
        add(again, self._print_consent)

    def _connect(self) -> None:
        view, presenter = self.view, self.presenter
        view.filter_chosen.connect(self._chip_pressed)
        view.searched.connect(presenter.search)
        view.case_chosen.connect(presenter.choose)
        view.retried.connect(presenter.refresh)
        view.paper_chosen.connect(self._view_paper)
        view.drawer.panel.confirmed.connect(self._confirmed)
        view.drawer.panel.left.connect(self._allow)
        view.drawer.papers.changed.connect(self._allow)
        view.drawer.consents.changed.connect(self._allow)
        presenter.named.connect(view.show_names)
        presenter.listed.connect(self._listed)
        presenter.counted.connect(view.show_counts)
        presenter.opening.connect(self._opening)
        presenter.opened.connect(self._opened)
        presenter.stepped.connect(self._stepped)
        presenter.refused.connect(self._refused)
        presenter.broken.connect(view.show_broken)
        presenter.busy.connect(self._set_busy)
        presenter.previewed.connect(self._previewed)
        self._watch.stale.connect(presenter.refresh)
        self._watch.changed.connect(presenter.hear)
        self._context.language.changed.connect(self._retranslate)

    def _place(self) -> Place:
        settings = self._context.settings
        return Place(self._context.staff(), settings.get("counter"), settings.get("window"))

    @Slot(object)
    def _chip_pressed(self, which: Filter) -> None:
        """Do as its key does; held back, the chip of what is listed stays in front."""
        self._context.commands.run(f"cases.filter.{which.value}")
        if self._context.commands.holds(f"cases.filter.{which.value}"):
            self.view.chips.show_chosen(self.presenter.wanted.chip)

    @Slot(object)
    def _filter(self, which: Filter) -> None:
        self.view.search.blockSignals(True)
        self.view.search.clear()
        self.view.search.blockSignals(False)
        self.presenter.choose_filter(which)
        self.view.focus_list()

    def _search(self) -> None:
        self.view.search.setFocus()
        self.view.search.selectAll()

    def _more(self) -> None:
        self.presenter.show_more()

    def _ask(self, verb: str) -> None:
        file = self.presenter.file
        if file is None:
            return
        self.view.drawer.open_panel(verb, self.view.say, self._hint(verb, file))
        self._allow()

    def _hint(self, verb: str, file: CaseFile) -> str:
        say = self.view.say
        paper = self.view.drawer.papers.current()
        undone = say.language.text(f"cases.undone.{file.undo}") if file.undo else None
        values: dict[str, object] = {
            "undone": undone,
            "due": say.day(file.would_be_due) or None,
            "until": say.day(file.would_be_filled) or None,
            "missing": say.language.text("cases.list_mark").join(file.case.missing) or None,
            "paper": paper.number if paper is not None else None,
        }
        return say.language.translator.filled(f"cases.hint.{verb}", values)

    @Slot(object, object, str)
    def _confirmed(self, step: Step, given: Given, command: str) -> None:
        drawer = self.view.drawer
        chosen = {VOID_PAPER: drawer.papers.current(), WITHDRAW_CONSENT: drawer.consents.current()}
        beside = chosen.get(step)
        if step not in chosen or beside is not None:
            self.presenter.run(step.verb, given, command, beside.id if beside else "")

    @Slot(object)
    def _stepped(self, done: StepDone) -> None:
        self.view.drawer.close_panel()
        say, file = self.view.say, self.presenter.file
        case = done.case or (file.case if file is not None else None)
        number = case.number if case is not None else ""
        due = say.day(case.due_on) if case is not None and case.due_on else None
        values = {"number": number, "due": due}
        words = say.language.translator.filled(f"cases.done.{done.intention.verb}", values)
        back = file.case.id if file is not None and done.intention.verb in _TAKEN_BACK else None
        self._latest = back
        self._context.messages.done(words, partial(self._undo, back) if back else None)
        for paper in done.papers:
            self._context.print_paper(paper)
        self.view.focus_list()
        self._allow()

    def _undo(self, case_id: str) -> None:
        """Ask why the step that was just taken is taken back, if its case is still in front."""
        self._context.show_screen(SCOPE)
        file = self.presenter.file
        latest = file is not None and case_id == self._latest == file.case.id
        if latest and file is not None and file.undo:
            self._ask("undo")

    @Slot(object)
    def _refused(self, error: DeskError) -> None:
        self._context.messages.refused(error, self.presenter.retry)

    @Slot(object)
    def _listed(self, listing: Listing) -> None:
        self.view.show_listing(listing)
        self._allow()

    @Slot()
    def _opening(self) -> None:
        self.view.drawer.close_panel()
        self._allow()

    @Slot(object)
    def _opened(self, file: CaseFile | None) -> None:
        self.view.show_file(file)
        self._allow()

    @Slot(bool)
    def _set_busy(self, busy: bool) -> None:
        self._busy = busy
        self.view.drawer.panel.set_busy(busy)
        self._allow()

    @Slot()
    def _allow(self) -> None:
        """Offer the steps that the desk would take, unless one is being asked about."""
        file = self.presenter.file if self.view.drawer.isVisibleTo(self.view) else None
        free = not self._busy and self.view.drawer.panel.step is None
        for step in STEPS:
            allowed = file is not None and step.verb in possible(file) and free
            self._context.commands.set_enabled(f"cases.step.{step.verb}", allowed)
        paper = self.view.drawer.papers.current() if file is not None else None
        for name in (*_PAPER_KEYS, "void"):
            able = paper is not None and free and (name in ("view", "save") or not paper.void)
            self._context.commands.set_enabled(f"cases.paper.{name}", able)
        consent = self.view.drawer.consents.current() if file is not None else None
        stands = consent is not None and consent.withdrawn_at is None and free
        self._context.commands.set_enabled(WITHDRAW, stands)
        mine = self.view.drawer.consents.paper() if file is not None else None
        self._context.commands.set_enabled(PRINT, free and mine is not None and not mine.void)
        self._context.commands.set_enabled("cases.more", self.view.more_shown)

    @Slot()
    def _view_paper(self) -> None:
        self._paper("view")

    def _paper(self, name: str) -> None:
        paper = self.view.drawer.papers.current()
        if paper is None:
            return
        match name:
            case "view":
                self.presenter.preview(paper.id)
            case "save":
                self._context.papers.save_paper(paper.id)
            case _:
                self._print(paper)

    def _print_consent(self) -> None:
        paper = self.view.drawer.consents.paper()
        if paper is not None:
            self._print(paper)

    def _print(self, paper: PaperShape) -> None:
        if paper.printed:
            self._context.papers.reprint_paper(paper.id)
        else:
            self._context.print_paper(paper.id)

    @Slot(object)
    def _previewed(self, preview: Preview) -> None:
        file = self.presenter.file
        known = {paper.id: paper for paper in file.papers} if file is not None else {}
        paper = known.get(preview.paper)
        if file is not None and paper is not None:
            self.view.show_preview(preview, paper, file.case.item)

    @Slot(str)
    def _retranslate(self, _code: str) -> None:
        self.view.retranslate()
        panel, file = self.view.drawer.panel, self.presenter.file
        if panel.step is not None and file is not None:
            panel.reword(self.view.say, self._hint(panel.step.verb, file))


def create(context: ScreenContext) -> CasesScreen:
    """Return the screen for the frame."""
    return CasesScreen(context)
