"""The fields of a server: where it is, who asks, how it is proved; or one pasted address."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from PySide6.QtCore import QEvent, Qt, Signal, Slot
from PySide6.QtWidgets import QComboBox, QGridLayout, QLineEdit, QVBoxLayout, QWidget

from desktop.domain.errors import DeskError
from ui.language import Language
from ui.screens.connect.typed import TLS_CHOICES, Typed, proves, typed_of
from ui.theme import STEP
from ui.widgets.fields import Field, line_field
from ui.widgets.path_field import PathLine

_PASTED_AT_ONCE: Final = 8  # so many characters at once were not typed
_LINES: Final = ("hosts", "database", "person")


class ServerForm(QWidget):
    """`entered()` after Enter in a line; `edited()` when something changed by hand.

    What is pasted as one address fills the fields, and its password goes behind dots at once.
    """

    entered = Signal()
    edited = Signal()

    def __init__(self, language: Language, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._language = language
        self._length = 0
        self._kept = False
        self._more: tuple[tuple[str, str], ...] = ()
        self._problems: dict[str, DeskError] = {}
        self.fields: dict[str, Field] = {}
        for name in ("url", *_LINES, "password"):
            self._add_line(name)
        self.line("password").setEchoMode(QLineEdit.EchoMode.Password)
        self.tls = QComboBox(self)
        self.tls.currentIndexChanged.connect(self._choose_tls)
        self.tls.activated.connect(self.edited)
        self.fields["tls"] = Field(self.tls, self)
        self.ca = PathLine(self)
        self.ca.line.textEdited.connect(self.edited)
        self.ca.entered.connect(self.entered)
        self.fields["ca"] = Field(self.ca, self)
        self.edited.connect(self._changed)
        self.line("url").textChanged.connect(self._pasted)
        self.line("url").editingFinished.connect(self._take_url)
        self._arrange()
        language.changed.connect(self._word)
        self._word()

    def setFocus(self, reason: Qt.FocusReason = Qt.FocusReason.OtherFocusReason) -> None:
        """Begin where one types; a proxy of Qt's would keep Tab from what stands above."""
        self.line("hosts").setFocus(reason)

    def line(self, name: str) -> QLineEdit:
        """Return the line of a field."""
        control = self.fields[name].control
        assert isinstance(control, QLineEdit)
        return control

    def typed(self) -> Typed:
        """Return what the form holds."""
        texts = {name: self.line(name).text() for name in (*_LINES, "password")}
        tls = str(self.tls.currentData())
        return Typed(**texts, tls=tls, ca=self.ca.line.text(), more=self._more)

    def show_typed(self, typed: Typed, kept: bool = False) -> None:
        """Fill the fields; `kept`: this PC has the password, which is never shown."""
        for name in (*_LINES, "password"):
            self.line(name).setText(getattr(typed, name))
        if self.tls.findData(typed.tls) < 0:  # one of libpq's rarer words, as it was pasted
            self.tls.addItem(f"sslmode={typed.tls}", typed.tls)
        self.tls.setCurrentIndex(self.tls.findData(typed.tls))
        self._more = typed.more
        self.ca.line.setText(typed.ca)
        self._kept = kept
        self._word()

    def forget_password(self) -> None:
        """Let go of what was typed as the password."""
        self.line("password").setText("")

    def show_problem(self, error: DeskError | None) -> None:
        """Say beside its field what is wrong with the form and go there; None for nothing."""
        field = str(error.values.get("field", "")) if error is not None else ""
        self._problems = {field: error} if error is not None and field in self.fields else {}
        self._word_problems()
        if field in self.fields:
            self.fields[field].control.setFocus()

    def _add_line(self, name: str) -> None:
        self.fields[name] = line_field(self, limit=2000 if name == "url" else 500)
        if name != "url":
            self.line(name).returnPressed.connect(self.entered)
            self.line(name).textEdited.connect(self.edited)

    def _arrange(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(3 * STEP)
        column.addWidget(self.fields["url"])
        column.addWidget(self.fields["hosts"])
        grid = QGridLayout()
        grid.setHorizontalSpacing(4 * STEP)
        grid.setVerticalSpacing(3 * STEP)
        for at, name in enumerate(("database", "person", "password")):
            grid.addWidget(self.fields[name], 0, at, Qt.AlignmentFlag.AlignTop)
            grid.setColumnStretch(at, 1)
        column.addLayout(grid)
        column.addWidget(self.fields["tls"])
        column.addWidget(self.fields["ca"])

    def changeEvent(self, event: QEvent) -> None:
        """Keep what is disabled out of sight's way."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.EnabledChange and self.isEnabled():
            self._choose_tls()

    @Slot(str)
    def _pasted(self, text: str) -> None:
        at_once, self._length = len(text) - self._length, len(text)
        if at_once >= _PASTED_AT_ONCE and "://" in text:
            self._take_url()

    @Slot()
    def _take_url(self) -> None:
        text = self.line("url").text().strip()
        self._problems.pop("url", None)
        if text:
            try:
                typed = typed_of(text)
            except DeskError as error:
                self._problems = {"url": DeskError(error.code, field="url")}
            else:
                # A URL without a password leaves the one that was typed.
                typed = replace(typed, password=typed.password or self.line("password").text())
                self.show_typed(typed)
                self.line("url").setText("")  # `clear` could be undone, password and all
                self.edited.emit()
        self._word_problems()

    @Slot()
    def _changed(self) -> None:
        """What was wrong is being put right; only the pasted address may still be."""
        self._problems = {name: self._problems[name] for name in ("url",) if name in self._problems}
        self._word_problems()

    @Slot()
    def _choose_tls(self) -> None:
        choice = self.tls.currentData()
        self.fields["ca"].setVisible(proves(str(choice)))
        text = self._language.text
        hint = text(f"connect.tls.{choice}.hint") if choice in TLS_CHOICES else ""
        self.fields["tls"].set_text(text("connect.tls.label"), hint)

    @Slot()
    def _word(self) -> None:
        text = self._language.text
        for name in ("url", *_LINES, "password"):
            example = text(f"connect.{name}.example") if name in ("hosts", "database") else ""
            hint = "kept" if name == "password" and self._kept else "hint"
            self.fields[name].set_text(
                text(f"connect.{name}.label"), text(f"connect.{name}.{hint}"), example
            )
        chosen = self.tls.currentData() or TLS_CHOICES[0]
        self.tls.blockSignals(True)
        self.tls.clear()
        for choice in TLS_CHOICES:
            self.tls.addItem(text(f"connect.tls.{choice}.name"), choice)
        if chosen not in TLS_CHOICES:
            self.tls.addItem(f"sslmode={chosen}", chosen)
        self.tls.setCurrentIndex(self.tls.findData(chosen))
        self.tls.blockSignals(False)
        self.fields["ca"].set_text(text("connect.ca.label"), text("connect.ca.hint"))
        self.ca.set_text(text("connect.ca.label"), text("opening.browse"), "CA (*.crt *.pem *.cer)")
        self._choose_tls()
        self._word_problems()

    def _word_problems(self) -> None:
        for name, field in self.fields.items():
            error = self._problems.get(name)
            field.set_problem(self._sentence(name, error) if error is not None else "")

    def _sentence(self, field: str, error: DeskError) -> str:
        if error.code == "missing_field":
            return self._language.text("first.empty")
        return self._language.text(f"connect.{field}.problem", **error.values)
