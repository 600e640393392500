"""The box of the second column: what is typed is a name, a code, or a need in words."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from PySide6.QtCore import QObject, Signal, Slot

from desktop.domain.errors import DeskError
from desktop.snapshots import SuggestAnswer
from ui.connection import held_back
from ui.screens.context import ScreenContext
from ui.screens.reception import keyed, offers, shown
from ui.screens.reception.finding import Entry, is_need
from ui.screens.reception.line_watch import LineWatch
from ui.screens.reception.presenter import ReceptionPresenter
from ui.screens.reception.suggesting import Suggesting
from ui.screens.reception.view import ReceptionView

_KEYS: Final = "reception.answer"


class Needs(QObject):
    """Finds what is called so at once, and asks the desk what words may mean.

    `taken` when something was put on the form blindly (Enter before the answer), `unsure` when
    the desk would ask back instead; `answered(text)`: a question that needs no number.
    """

    taken = Signal()
    unsure = Signal()
    answered = Signal(str)

    def __init__(
        self,
        context: ScreenContext,
        view: ReceptionView,
        presenter: ReceptionPresenter,
        line: LineWatch,
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self._context = context
        self._view = view
        self._presenter = presenter
        self._line = line
        self._answer: SuggestAnswer | None = None
        self._said = ""
        self.suggesting = Suggesting(context.desk, context.lanes, self)
        self.suggesting.suggested.connect(self._suggested)
        self.suggesting.hurried.connect(self._hurried)
        self.suggesting.refused.connect(self._refused)
        view.what.box.query.connect(self._typed)
        view.what.box.submitted.connect(self._submitted)
        view.what.wanted.connect(self.take)
        view.what.said.wanted.connect(self._more)
        presenter.form_changed.connect(self._form_changed)
        context.language.changed.connect(self._say_again)

    def hurry(self) -> bool:
        """Take the best as soon as it is known; False if nothing is being asked."""
        if not self.suggesting.pending or not self._view.what.box.text().strip():
            return False
        self.suggesting.hurry()
        return True

    @Slot(str)
    def take(self, key: str) -> None:
        """Put what was chosen on the form; words that led there are the visitor's need."""
        box = self._view.what.box
        typed = box.text().strip()
        if key == offers.ANSWER:
            self.answered.emit(typed)
            return
        box.set_text("")
        self.suggesting.forget()
        form = keyed.want(self._presenter.form, self._presenter.catalogue, key)
        if self._answer is not None and typed == self._said:
            form = form if form.need else replace(form, need=typed)
            self._offer_rest(offers.left_over(self._answer, key))
        self._answer, self._said = None, ""
        self._presenter.change(form)

    @Slot(str)
    def _typed(self, text: str) -> None:
        self._answer, self._said = None, ""
        found = self._presenter.named(text)
        if found or not is_need(text):
            self.suggesting.forget()
            self._show_found(text, found)
        elif held_back(self._context.desk) is not None:
            self._show_near(text)  # nobody answers now: at least what shares its words
        else:
            self.suggesting.look_for(text)

    @Slot(str)
    def _submitted(self, _text: str) -> None:
        self.hurry()

    @Slot(str, object)
    def _suggested(self, text: str, answer: SuggestAnswer) -> None:
        presenter, language = self._presenter, self._context.language
        keys = self._context.commands.keys(_KEYS)
        near = presenter.near(text)
        stopped = self._line.line.stopped
        offer = offers.offer(answer, near, presenter.catalogue, language, keys, stopped)
        self._answer, self._said = answer, text.strip()
        self._view.what.show_offer(text, offer)

    @Slot(str, object)
    def _hurried(self, text: str, answer: SuggestAnswer) -> None:
        self._suggested(text, answer)
        best = self._view.what.box.current()
        if best is None:
            self.unsure.emit()
            return
        self.take(best.key)
        self.taken.emit()

    @Slot(str, object)
    def _refused(self, text: str, _error: DeskError) -> None:
        self._show_near(text)
        self.unsure.emit()

    def _show_near(self, text: str) -> None:
        self._show_found(text, self._presenter.near(text))

    def _show_found(self, text: str, found: tuple[Entry, ...]) -> None:
        form, catalogue = self._presenter.form, self._presenter.catalogue
        stopped = self._line.line.stopped
        choices = shown.choices(found, catalogue, form, self._context.language, stopped)
        self._view.what.show_found(text, choices)

    def _offer_rest(self, keys: tuple[str, ...]) -> None:
        catalogue, language = self._presenter.catalogue, self._context.language
        named = ((key, offers.words_of(key, catalogue, language)) for key in keys)
        found = tuple((key, words) for key, words in named if words)
        self._view.what.said.show_offers(language.text("reception.said_too"), found)

    @Slot(str)
    def _more(self, key: str) -> None:
        row = self._view.what.said
        row.show_offers("", [one for one in row.offers if one[0] != key])
        self._presenter.add(key)
        self._view.what.box.setFocus()

    @Slot()
    def _form_changed(self) -> None:
        if self._presenter.form.empty:
            self._view.what.said.show_offers("", ())

    @Slot()
    def _say_again(self) -> None:
        """Offer in the other language what is on offer."""
        text = self._view.what.box.text()
        if text and self._view.what.box.choices():
            self._typed(text)
