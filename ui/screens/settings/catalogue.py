"""Windows and items (category catalogue): edited one by one, or loaded as a whole file."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import Any, Final
from zoneinfo import ZoneInfo

from PySide6.QtCore import QObject, Signal, Slot

from desktop.requests import LoadCatalogue, SaveCatalogueEntry, ShowCatalogueHistory, ShowSite
from desktop.snapshots import CatalogueCounts, CatalogueEntryAnswer, CatalogueHistory, SiteAnswer
from ui.live import Changes, Watch
from ui.screens.context import ScreenContext
from ui.screens.settings.catalogue_rows import Book, Entry, read_book
from ui.screens.settings.catalogue_view import CatalogueView
from ui.screens.settings.entry_form import EntryForm
from ui.screens.settings.item_form import NEW_ITEM, NEW_WINDOW
from ui.screens.settings.presenter import Finished, SettingsPresenter
from ui.screens.settings.surroundings import Surroundings
from ui.screens.settings.wording import difference_lines
from ui.theme import Tone

_NEW: Final = {"item": NEW_ITEM, "window": NEW_WINDOW}


class CataloguePart(QObject):
    """What a person has changed in a panel and not saved stays until it is saved or given up."""

    title_key = "settings.category.catalogue"
    permission = "catalogue.save"
    unsaved_changed = Signal(bool)

    def __init__(self, context: ScreenContext) -> None:
        super().__init__()
        self._context = context
        self._book = Book((), ())
        self._waiting: Entry | None = None
        self.view = CatalogueView(context.language)
        self.setParent(self.view)
        self.presenter = SettingsPresenter(context.desk, context.lanes, context.staff, self)
        self._forms = {"item": self.view.item_form, "window": self.view.window_form}
        for form in self._forms.values():
            form.save.connect(partial(self._save, form))
            form.history.connect(self._ask_history)
            form.touching.connect(self._touched)
        self.view.chosen.connect(self._choose)
        self.view.add.connect(self._add)
        self.view.catalogue.attempt.connect(self._try)
        self.view.catalogue.go.connect(self._load)
        self.presenter.began.connect(self._began)
        self.presenter.finished.connect(self._finished)
        self._watch = Watch(context.live, self)
        self._watch.stale.connect(self._read)
        self._watch.changed.connect(self._hear)

    @property
    def widget(self) -> CatalogueView:
        """Return the page."""
        return self.view

    @property
    def unsaved(self) -> bool:
        """Say whether a panel holds what is not saved."""
        return any(form.touched for form in self._forms.values())

    def set_visible(self, visible: bool) -> None:
        """Ask anew for what may have changed meanwhile."""
        self._watch.set_visible(visible)

    def set_writable(self, writable: bool) -> None:
        """Let who may not change the catalogue look things up in it."""
        for form in self._forms.values():
            for widget in (*form.fields.values(), *form.boxes.values(), form.bar):
                widget.setEnabled(writable)
        self.view.item_form.materials.setEnabled(writable)
        for name in ("item", "window", "file"):
            self.view.buttons[name].setVisible(writable)
        self.view.catalogue.setEnabled(writable)

    @Slot()
    def _read(self) -> None:
        self.presenter.read("read", partial(read_book, self._context.desk))

    @Slot(object)
    def _hear(self, changes: Changes) -> None:
        kinds = [str(getattr(event, "kind", "")) for event in changes.events]
        if any(kind.startswith("catalogue.") for kind in kinds):
            self._read()

    @Slot(bool)
    def _touched(self, _: bool) -> None:
        self.unsaved_changed.emit(self.unsaved)

    @Slot(object)
    def _choose(self, entry: Entry) -> None:
        """Show another entry; with something unsaved the panel stays, and says so."""
        if self._kept():
            return
        form = self._forms[entry.sort]
        form.show_entry(entry.plain)
        self.view.show_form(form)

    @Slot(str)
    def _add(self, sort: str) -> None:
        if self._kept():
            return
        window = self.view.current_window or next(iter(self._book.windows), None)
        blank = dict(_NEW[sort])
        if sort == "item" and window is not None:
            blank["window"] = window.code
        form = self._forms[sort]
        form.show_entry(blank, new=True)
        self.view.show_form(form)

    def _kept(self) -> bool:
        """Say whether something is not saved; then its panel is in front, with a sentence."""
        form = next((one for one in self._forms.values() if one.touched), None)
        if form is None:
            return False
        code = form.known.get("code") if form.known else ""
        self.view.show_form(form)
        words = self._context.language.text("settings.item.first_save")
        if not form.new and self.view.table.current_key() == code:
            return True
        form.bar.outcome.end(words, Tone.WARN)
        return True

    def _save(self, form: EntryForm, fields: dict[str, Any]) -> None:
        form.bar.run()
        self.presenter.do(form.sort, SaveCatalogueEntry(**{form.sort: fields}))

    @Slot(str)
    def _ask_history(self, code: str) -> None:
        self.presenter.look("history", ShowCatalogueHistory(code), ShowSite())

    @Slot(object)
    def _try(self, path: Path) -> None:
        self.presenter.do("file", LoadCatalogue(str(path), dry_run=True))

    @Slot(object)
    def _load(self, path: Path) -> None:
        self.presenter.do("file", LoadCatalogue(str(path)))

    @Slot(str)
    def _began(self, task: str) -> None:
        if task == "file":
            self.view.catalogue.run()

    @Slot(object)
    def _finished(self, end: Finished) -> None:
        match end.answer:
            case Book() as book:
                self._show_book(book)
            case CatalogueEntryAnswer() as saved:
                self._saved(saved)
            case CatalogueCounts() as counts:
                self._counted(counts)
            case (CatalogueHistory() as history, SiteAnswer(site=site)):
                self._show_history(history, ZoneInfo(site.zone))
            case _ if end.error is not None:
                self._refused(end)

    def _show_book(self, book: Book) -> None:
        self._book = book
        self.view.show_book(book)
        known = {(one.sort, one.code): one for one in (*book.windows, *book.items)}
        for sort, form in self._forms.items():
            code = str(form.known.get("code")) if form.known else ""
            fresh = known.get((sort, code))
            idle = not form.touched and not form.new
            if fresh is not None and idle and form.known != fresh.plain:
                form.show_entry(fresh.plain)

    def _saved(self, saved: CatalogueEntryAnswer) -> None:
        form = self._forms[saved.sort]
        form.show_entry(dict(saved.entry))
        form.bar.outcome.end(self._context.language.text("settings.item.saved"), Tone.GOOD)
        self._read()

    def _counted(self, counts: CatalogueCounts) -> None:
        language, card = self._context.language, self.view.catalogue
        values = {
            "windows": counts.windows,
            "items": counts.items,
            "bundles": counts.bundles,
            "count": len(counts.differences),
        }
        lines = partial(difference_lines, language, counts.differences)
        if card.trying:
            key = "trial" if counts.differences else "same"
            words = partial(language.text, f"settings.catalogue.{key}", **values)
            card.show_trial(words, lines, worth=bool(counts.differences))
        else:
            card.end(partial(language.text, "settings.catalogue.done", **values), Tone.GOOD, lines)
            self._read()

    def _show_history(self, history: CatalogueHistory, zone: ZoneInfo) -> None:
        language = self._context.language
        form = next(one for one in self._forms.values() if one.isVisible())
        lines: list[str] = []
        for change in history.changes:
            when = f"{change.at.astimezone(zone):%Y-%m-%d %H:%M}"
            who = change.by or language.text("settings.item.nobody")
            kind = language.text(f"settings.item.change.{change.kind}")
            lines.append(f"{when}  {who}  {kind}")
            lines += [f"    {line}" for line in difference_lines(language, change.differences)]
        form.show_history(lines)

    def _refused(self, end: Finished) -> None:
        assert end.error is not None
        words = self._context.language.sentence(end.error)
        if end.task == "file":
            said = partial(self._context.language.sentence, end.error)
            self.view.catalogue.end(said, Tone.BAD)
        elif end.task in self._forms:
            form = self._forms[end.task]
            form.bar.show_touched(form.touched)
            field = str(end.error.values.get("field", "")).removeprefix(f"{end.task}.")
            if not form.show_problem(field, words):
                form.bar.outcome.end(words, Tone.BAD)
        else:
            self._context.messages.unread(end.error)


def create(context: ScreenContext, _: Surroundings) -> CataloguePart:
    """Return the part."""
    return CataloguePart(context)
