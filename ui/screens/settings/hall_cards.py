"""The hall's cards: the public board with its monitor and notice, and the voice."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QGridLayout,
    QHBoxLayout,
    QLineEdit,
    QPushButton,
    QSpinBox,
    QWidget,
)

from ui.language import Language
from ui.screens.settings.cards import PartCard, choice_field, select
from ui.theme import STEP, Scheme
from ui.widgets.fields import Field, line_field
from ui.widgets.outcome import Outcome

NOTICE_LIMIT: Final = 60
"""Characters of the notice: one line that is read in passing."""
SPANS: Final = 2
"""So many times of the day may be louder or softer than usual."""
Names = Sequence[tuple[str, str]]


class BoardCard(PartCard):
    """`put(setting, value)` and `toggle`; a setting is kept as it is chosen."""

    put = Signal(str, str)
    toggle = Signal()

    def __init__(self, language: Language, parent: QWidget) -> None:
        super().__init__(language, "board", parent)
        self._open = False
        self._monitors: Names = ()
        self._monitor_field, self.monitor = choice_field(self)
        self._scheme_field, self.scheme = choice_field(self)
        for key, combo in (("board_monitor", self.monitor), ("board_scheme", self.scheme)):
            combo.setObjectName(key)
            combo.activated.connect(self._choose)
        row = QHBoxLayout()
        row.setSpacing(4 * STEP)
        row.addWidget(self._monitor_field, 2, Qt.AlignmentFlag.AlignTop)
        row.addWidget(self._scheme_field, 1, Qt.AlignmentFlag.AlignTop)
        self._notice_field = line_field(self, limit=NOTICE_LIMIT)
        assert isinstance(self._notice_field.control, QLineEdit)
        self.notice = self._notice_field.control
        self.notice.editingFinished.connect(self._noticed)
        self.button = QPushButton(self)
        self.button.setAutoDefault(True)
        self.button.clicked.connect(self.toggle)
        self.body.addLayout(row)
        self.body.addWidget(self._notice_field)
        self.body.addWidget(self.button, alignment=Qt.AlignmentFlag.AlignLeft)
        self.follow(self._word)

    def show_board(self, values: Mapping[str, str], monitors: Names, *, is_open: bool) -> None:
        """Show what is kept, the monitors as (key, name), and whether the board is on."""
        self._open, self._monitors = is_open, tuple(monitors)
        self.notice.setText(values["board_notice"])
        self._fill(values["board_monitor"], values["board_scheme"])

    def _fill(self, monitor: str, scheme: str) -> None:
        self.monitor.clear()
        fixed = (("", self.text("automatic")), ("window", self.text("as_window")))
        known = {key for key, _ in self._monitors} | {"", "window"}
        gone = () if monitor in known else ((monitor, self.text("gone", name=monitor)),)
        for key, name in (fixed[0], *self._monitors, *gone, fixed[1]):
            self.monitor.addItem(name, key)
        select(self.monitor, monitor)
        self.scheme.clear()
        for one in (Scheme.DARK, Scheme.LIGHT, Scheme.HIGH_CONTRAST):
            self.scheme.addItem(self.language.text(f"frame.scheme.{one.value}"), one.value)
        select(self.scheme, scheme or Scheme.DARK.value)
        self.button.setText(self.text("close" if self._open else "open"))

    @Slot()
    def _choose(self) -> None:
        combo = self.sender()
        assert isinstance(combo, QComboBox)
        self.put.emit(combo.objectName(), str(combo.currentData()))

    @Slot()
    def _noticed(self) -> None:
        if self.notice.isModified():
            self.notice.setModified(False)
            self.put.emit("board_notice", self.notice.text().strip())

    def _word(self) -> None:
        self._monitor_field.set_text(self.text("monitor.label"), self.text("monitor.hint"))
        self._scheme_field.set_text(self.text("scheme.label"))
        hint = self.text("notice.hint")
        self._notice_field.set_text(
            self.text("notice.label"), hint, self.language.text("board.notice")
        )
        self._fill(str(self.monitor.currentData() or ""), str(self.scheme.currentData() or ""))


class SpanRow(QWidget):
    """From one hour to another, so loud; `edited` after each change."""

    edited = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.begins, self.ends, self.percent = (QSpinBox(self) for _ in range(3))
        self.used = QCheckBox(self)
        self.used.toggled.connect(self._use)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(2 * STEP)
        row.addWidget(self.used)
        for box, most in ((self.begins, 24), (self.ends, 24), (self.percent, 100)):
            box.setRange(0, most)
            box.setKeyboardTracking(False)
            box.valueChanged.connect(self.edited)
            row.addWidget(box)
        self.percent.setSingleStep(5)
        row.addStretch(1)
        self._use(False)

    def show_span(self, span: tuple[int, int, int] | None) -> None:
        """Show a span, or none."""
        for box, value in zip(self._boxes, span or (12, 14, 40), strict=True):
            box.setValue(value)
        self.used.setChecked(span is not None)

    @property
    def span(self) -> tuple[int, int, int] | None:
        """Return what is shown, None while it is not used."""
        begins, ends, percent = (box.value() for box in self._boxes)
        return (begins, ends, percent) if self.used.isChecked() else None

    def set_text(self, use: str, begins: str, ends: str, percent: str, hour: str) -> None:
        """Set the words, for eyes and screen readers."""
        self.used.setText(use)
        for box, name in zip(self._boxes, (begins, ends, percent), strict=True):
            box.setAccessibleName(f"{use} {name}")
            box.setToolTip(name)
        for box, name in ((self.begins, begins), (self.ends, ends)):
            box.setPrefix(f"{name} ")
            box.setSuffix(hour)
        self.percent.setSuffix(" %")

    @property
    def _boxes(self) -> tuple[QSpinBox, QSpinBox, QSpinBox]:
        return self.begins, self.ends, self.percent

    @Slot(bool)
    def _use(self, used: bool) -> None:
        for box in self._boxes:
            box.setEnabled(used)
        self.edited.emit()


class VoiceCard(PartCard):
    """`put(setting, value)`; `test` lets a sample be heard."""

    put = Signal(str, str)
    test = Signal()

    def __init__(self, language: Language, parent: QWidget) -> None:
        super().__init__(language, "voice", parent)
        self._shows = False
        self.on, self.english = QCheckBox(self), QCheckBox(self)
        self._one_field, self.one = choice_field(self)
        self._clips_field = line_field(self, limit=1000)
        assert isinstance(self._clips_field.control, QLineEdit)
        self.clips = self._clips_field.control
        self.volume = QSpinBox(self)
        self.volume.setRange(0, 100)
        self.volume.setSingleStep(5)
        self.volume.setSuffix(" %")
        self.volume.setKeyboardTracking(False)
        self._volume_field = Field(self.volume, self)
        self.spans = [SpanRow(self) for _ in range(SPANS)]
        self.state = Outcome(self)
        self.button = QPushButton(self)
        self.button.setAutoDefault(True)
        self._lay_out()
        self.on.toggled.connect(self._edited)
        self.english.toggled.connect(self._edited)
        self.one.activated.connect(self._edited)
        self.clips.editingFinished.connect(self._edited)
        self.volume.valueChanged.connect(self._edited)
        for row in self.spans:
            row.edited.connect(self._edited)
        self.button.clicked.connect(self.test)
        self.follow(self._word)

    def values(self) -> dict[str, str]:
        """Return the settings as they are shown."""
        spans = (row.span for row in self.spans)
        return {
            "voice": "on" if self.on.isChecked() else "off",
            "voice_english": "on" if self.english.isChecked() else "",
            "voice_one": str(self.one.currentData() or "yao"),
            "voice_clips": self.clips.text().strip(),
            "voice_volume": str(self.volume.value()),
            "voice_hours": " ".join(f"{b}-{e}:{p}" for b, e, p in filter(None, spans)),
        }

    def show_values(
        self, values: Mapping[str, str], volume: int, spans: Sequence[tuple[int, int, int]]
    ) -> None:
        """Show what is kept."""
        self._shows = True
        self.on.setChecked(values["voice"] != "off")
        self.english.setChecked(values["voice_english"] == "on")
        select(self.one, values["voice_one"] or "yao")
        self.clips.setText(values["voice_clips"])
        self.volume.setValue(volume)
        for at, row in enumerate(self.spans):
            row.show_span(spans[at] if at < len(spans) else None)
        self._shows = False

    def _lay_out(self) -> None:
        grid = QGridLayout()
        grid.setHorizontalSpacing(4 * STEP)
        grid.setVerticalSpacing(2 * STEP)
        grid.addWidget(self._one_field, 0, 0, Qt.AlignmentFlag.AlignTop)
        grid.addWidget(self._volume_field, 0, 1, Qt.AlignmentFlag.AlignTop)
        for widget in (self.on, self.english):
            self.body.addWidget(widget)
        self.body.addLayout(grid)
        for row in self.spans:
            self.body.addWidget(row)
        self.body.addWidget(self._clips_field)
        self.body.addWidget(self.state)
        self.body.addWidget(self.button, alignment=Qt.AlignmentFlag.AlignLeft)

    @Slot()
    def _edited(self) -> None:
        if not self._shows:
            for key, value in self.values().items():
                self.put.emit(key, value)

    def _word(self) -> None:
        self.on.setText(self.text("on"))
        self.english.setText(self.text("english"))
        self._one_field.set_text(self.text("one.label"), self.text("one.hint"))
        one = self.one.currentData()
        self.one.clear()
        for value in ("yao", "yi"):
            self.one.addItem(self.text(f"one.{value}"), value)
        select(self.one, one)
        self._clips_field.set_text(self.text("clips.label"), self.text("clips.hint"))
        self._volume_field.set_text(self.text("volume.label"), self.text("volume.hint"))
        for row in self.spans:
            row.set_text(
                self.text("span.use"),
                self.text("span.begins"),
                self.text("span.ends"),
                self.text("span.percent"),
                self.text("span.hour"),
            )
        self.button.setText(self.text("test"))
