"""The board's widget: head with site and clock, calls and who is next, the notice line.

It shows what it is handed and nothing else; sizes follow its height.
"""

from __future__ import annotations

from datetime import datetime
from typing import Final

from PySide6.QtCore import QDate, QRect, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QLabel, QWidget

from ui.fonts import tabular
from ui.language import Language
from ui.screens.board.calls_panel import CallRow, CallsPanel
from ui.screens.board.facts import BoardFacts, Row, WindowName
from ui.screens.board.measure import HEAD, MARGIN, NOTICE, fitted, with_caps
from ui.screens.board.next_panel import NextPanel, NextRow
from ui.theme import tokens_of

_CALLS_SHARE: Final = 0.66


class AwayPanel(QWidget):
    """What stands in place of the numbers while nobody knows whether they still hold."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.board_height = 1080.0
        self._words: tuple[str, str, str] = ("", "", "")

    def say(self, chinese: str, english: str, last: str) -> None:
        """Say it in both languages; `last` names the last calls, as past."""
        self._words = (chinese, english, last)
        self.setAccessibleName(" ".join(word for word in self._words if word))
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint both sentences large on a quiet warning, the last calls small below."""
        colours = tokens_of(self.palette())
        painter = QPainter(self)
        painter.fillRect(self.rect(), QColor(colours.warn_soft))
        room = QRectF(self.rect()).adjusted(0, 0, 0, -0.2 * self.height())
        middle = int(Qt.AlignmentFlag.AlignCenter)
        upper = room.adjusted(0, 0.12 * room.height(), 0, -0.42 * room.height())
        lower = room.adjusted(0, 0.58 * room.height(), 0, 0)
        boxes = (upper, lower, QRectF(0, room.bottom(), self.width(), 0.15 * self.height()))
        sizes = (0.1, 0.055, 0.026)
        inks = (colours.text, colours.warn, colours.muted)
        for words, box, size, ink in zip(self._words, boxes, sizes, inks, strict=True):
            painter.setFont(
                fitted(self.font(), words, box.width() * 0.92, self.board_height * size)
            )
            painter.setPen(QColor(ink))
            painter.drawText(box, middle, words)
        painter.end()


class BoardView(QWidget):
    """`show_facts`, `show_time` and `set_notice` are all that reaches it."""

    def __init__(self, language: Language, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._language = language
        self._facts = BoardFacts()
        self._time: datetime | None = None
        self._notice_words = ""
        self.setAutoFillBackground(True)
        self.site, self.day, self.clock, self.notice = (QLabel(self) for _ in range(4))
        for label in (self.site, self.day, self.clock, self.notice):
            label.setTextFormat(Qt.TextFormat.PlainText)
        self.notice.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.notice.setWordWrap(True)
        self.calls = CallsPanel(self)
        self.following = NextPanel(self)
        self.away = AwayPanel(self)
        self.away.hide()
        language.changed.connect(self._word)
        self._word()

    def show_facts(self, facts: BoardFacts) -> None:
        """Show another state of the hall."""
        self._facts = facts
        self._word()

    def show_time(self, now: datetime) -> None:
        """Show the time of the site; only the minute is seen."""
        self._time = now
        self.clock.setText(f"{now:%H:%M}")
        day = self._language.date(QDate(now.year, now.month, now.day))
        if day != self.day.text():
            self.day.setText(day)
            self._lay_out_labels()

    def set_notice(self, words: str) -> None:
        """Show the centre's own notice; "" for the usual one."""
        self._notice_words = words
        self._word()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Give every part its share of the height."""
        super().resizeEvent(event)
        self._lay_out()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the lines between head, numbers and notice; where nothing is real, a warning."""
        painter, colours = QPainter(self), tokens_of(self.palette())
        if self._facts.demo:
            painter.fillRect(self._foot, QColor(colours.warn_soft))
        painter.setPen(QColor(colours.line))
        for y in (self._head.bottom(), self._foot.top()):
            painter.drawLine(0, y, self.width(), y)
        painter.end()

    def _lay_out(self) -> None:
        high, wide = self.height(), self.width()
        space = round(MARGIN * high)
        self._head = QRect(2 * space, 0, wide - 4 * space, round(HEAD * high))
        self._foot = QRect(0, high - round(NOTICE * high), wide, round(NOTICE * high))
        inner = QRect(0, self._head.bottom(), wide, self._foot.top() - self._head.bottom())
        self.away.setGeometry(inner.adjusted(0, 1, 0, 0))
        inner.adjust(2 * space, space, -2 * space, -space // 2)
        calls = QRect(inner)
        calls.setWidth(round(_CALLS_SHARE * inner.width()))
        self.calls.setGeometry(calls)
        self.following.setGeometry(inner.adjusted(calls.width() + 2 * space, 0, 0, 0))
        for panel in (self.calls, self.following, self.away):
            panel.board_height = float(high)
            panel.update()
        self._lay_out_labels()

    def _lay_out_labels(self) -> None:
        high, head = self.height(), self._head
        bold = tabular(QFont(self.font()))
        bold.setWeight(QFont.Weight.Bold)
        self.clock.setFont(with_caps(bold, 0.038 * high))
        clock = self.clock.fontMetrics().horizontalAdvance("00:00") + 4
        self.day.setFont(with_caps(self.font(), 0.02 * high))
        day = self.day.fontMetrics().horizontalAdvance(self.day.text()) + round(0.03 * high)
        self.clock.setGeometry(head.right() - clock, 0, clock, head.height())
        self.day.setGeometry(self.clock.x() - day, 0, day, head.height())
        site = QRect(head.left(), 0, self.day.x() - head.left() - 8, head.height())
        self.site.setGeometry(site)
        self.site.setFont(fitted(self.font(), self.site.text(), site.width(), 0.026 * high))
        margin = round(2 * MARGIN * high)
        self.notice.setGeometry(self._foot.adjusted(margin, 1, -margin, 0))
        self.notice.setFont(
            fitted(self.font(), self.notice.text(), self.notice.width(), 0.028 * high)
        )

    def _word(self) -> None:
        text, facts = self._language.text, self._facts
        self.setAccessibleName(text("board.title"))
        self.site.setText(facts.site)
        notice = self._notice_words or text("board.notice")
        if facts.demo:
            self.notice.setText(text("board.demo"))
        else:
            self.notice.setText("" if facts.away else notice)  # one thing at a time
        self.calls.set_idle(text("board.idle") if facts.ready else text("board.beginning"))
        self.calls.show_rows([self._row(row) for row in facts.rows])
        self.following.show_rows(text("board.next"), self._next_rows(facts))
        self._word_away(facts)
        self._lay_out()
        self.update(self._foot)
        if self._time is not None:
            self.show_time(self._time)

    def _word_away(self, facts: BoardFacts) -> None:
        shown = [self._row(row) for row in facts.rows[:3]]
        calls = "　".join(f"{row.label} → {row.counter}" for row in shown)
        last = self._language.text("board.last", calls=calls) if calls else ""
        text = self._language.text
        self.away.say(text("board.away.zh"), text("board.away.en"), last)
        self.away.setVisible(facts.away)
        self.calls.setVisible(not facts.away)
        self.following.setVisible(not facts.away)

    def _row(self, row: Row) -> CallRow:
        line, window = row.line, self._facts.windows.get(row.line.window)
        counter = self._language.text("board.counter", counter=line.call.counter)
        spoken = self._language.text("board.spoken", label=line.call.label, counter=counter)
        return CallRow(
            key=(line.ticket, f"{line.at.isoformat()}/{line.times}"),
            label=line.call.label,
            counter=counter,
            letter=window.letter if window else "",
            window=self._short(window),
            spoken=spoken,
            bright=row.bright and not self._facts.away,
        )

    def _next_rows(self, facts: BoardFacts) -> list[NextRow]:
        rows = ((facts.windows.get(one.window), one.labels) for one in facts.following)
        return [NextRow(w.letter, self._short(w), labels) for w, labels in rows if w is not None]

    def _short(self, window: WindowName | None) -> str:
        """Return a window's name without the word for window: everything here is one."""
        name = window.of(self._language.code) if window else ""
        return name.removesuffix(self._language.text("board.window_ends")).strip()
