"""Colours that can be read and told apart, figures that stand under each other."""

from __future__ import annotations

from itertools import combinations

import numpy as np
import pytest
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPalette
from PySide6.QtWidgets import QApplication, QLabel, QLineEdit, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from ui.fonts import TextSize, TypeScale, application_font, figures_are_tabular, fitting, tabular
from ui.theme import (
    Appearance,
    Scheme,
    Tokens,
    Tone,
    contrast,
    palette,
    tokens,
    tokens_of,
    tone_colours,
    window_colours,
    window_hues,
)
from ui.widgets.labels import Heading, MutedLabel

LETTERS = "ABCDEFGHJ"

# Machado, Oliveira and Fernandes 2009, full severity, for linear RGB.
SIGHTS = {
    "normal": np.eye(3),
    "protan": np.array(
        [
            [0.152286, 1.052583, -0.204868],
            [0.114503, 0.786281, 0.099216],
            [-0.003882, -0.048116, 1.051998],
        ]
    ),
    "deutan": np.array(
        [
            [0.367322, 0.860646, -0.227968],
            [0.280085, 0.672501, 0.047413],
            [-0.011820, 0.042940, 0.968881],
        ]
    ),
    "tritan": np.array(
        [
            [1.255528, -0.076749, -0.178779],
            [-0.078411, 0.930809, 0.147602],
            [0.004733, 0.691367, 0.303900],
        ]
    ),
}


def _text_pairs(colours: Tokens) -> list[tuple[str, str]]:
    """Return every ink with each ground it is used on."""
    grounds = (colours.background, colours.surface, colours.raised)
    pairs = [(colours.text, ground) for ground in grounds]
    pairs += [(colours.muted, ground) for ground in grounds]
    pairs += [
        (ink, ground)
        for tone in Tone
        for ink, _ in [tone_colours(colours, tone)]
        for ground in grounds[:2]
    ]
    pairs += [tone_colours(colours, tone) for tone in Tone]
    softs = (colours.accent_soft, colours.warn_soft)
    pairs += [(colours.text, soft) for soft in softs]
    pairs += [(colours.accent, colours.accent_soft), (colours.on_accent, colours.accent)]
    pairs += [(colours.on_toast, colours.toast), (colours.toast_link, colours.toast)]
    return pairs


def _lab(colour: str, sight: np.ndarray) -> np.ndarray:
    parts = np.array([int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)])
    linear = np.where(parts <= 0.04045, parts / 12.92, ((parts + 0.055) / 1.055) ** 2.4)
    to_xyz = np.array(
        [[0.4124, 0.3576, 0.1805], [0.2126, 0.7152, 0.0722], [0.0193, 0.1192, 0.9505]]
    )
    xyz = to_xyz @ np.clip(sight @ linear, 0, 1) / np.array([0.95047, 1.0, 1.08883])
    f = np.where(xyz > 0.008856, np.cbrt(xyz), 7.787 * xyz + 16 / 116)
    return np.array([116 * f[1] - 16, 500 * (f[0] - f[1]), 200 * (f[1] - f[2])])


def _ink(label: QLabel) -> str:
    return label.palette().color(QPalette.ColorRole.WindowText).name().upper()


@pytest.mark.parametrize("scheme", Scheme)
def test_all_text_can_be_read(scheme: Scheme) -> None:
    weak = [pair for pair in _text_pairs(tokens(scheme)) if contrast(*pair) < 4.5]
    assert weak == []


def test_high_contrast_is_high() -> None:
    colours = tokens(Scheme.HIGH_CONTRAST)
    assert all(contrast(*pair) >= 7 for pair in _text_pairs(colours))


@pytest.mark.parametrize("scheme", Scheme)
def test_what_can_be_operated_is_outlined(scheme: Scheme) -> None:
    colours = tokens(scheme)
    for ground in (colours.background, colours.surface):
        assert contrast(colours.control_line, ground) >= 3
        assert contrast(colours.focus, ground) >= 3


@pytest.mark.parametrize("scheme", Scheme)
def test_window_letters_can_be_read_on_their_hue_and_the_hue_on_the_ground(scheme: Scheme) -> None:
    colours = tokens(scheme)
    for letter in (*LETTERS, "Z"):
        fill, ink = window_colours(colours, letter)
        assert contrast(fill, ink) >= 4.5, letter
        assert contrast(fill, colours.surface) >= 3, letter


@pytest.mark.parametrize("dark", [False, True])
@pytest.mark.parametrize("sight", SIGHTS)
def test_the_nine_hues_are_apart_for_every_eye(dark: bool, sight: str) -> None:
    hues = window_hues(dark)
    assert set(hues) == set(LETTERS)
    for one, other in combinations(hues.values(), 2):
        distance = float(np.linalg.norm(_lab(one, SIGHTS[sight]) - _lab(other, SIGHTS[sight])))
        assert distance >= 14, (one, other)


def test_contrast_by_its_definition() -> None:
    assert contrast("#000000", "#FFFFFF") == pytest.approx(21)
    assert contrast("#777777", "#FFFFFF") == pytest.approx(4.478, abs=0.001)
    assert contrast("#123456", "#123456") == 1


@pytest.mark.parametrize("scheme", Scheme)
def test_a_palette_leads_back_to_its_tokens(scheme: Scheme) -> None:
    assert tokens_of(palette(tokens(scheme))) == tokens(scheme)


def test_a_foreign_palette_gets_light_or_dark() -> None:
    assert tokens_of(QPalette(QColor("#101010"))).dark
    assert not tokens_of(QPalette(QColor("#F0F0F0"))).dark


def test_widgets_follow_scheme_and_text_size(appearance: Appearance, qtbot: QtBot) -> None:
    host = QWidget()
    qtbot.addWidget(host)
    layout = QVBoxLayout(host)
    muted, heading, plain = MutedLabel("m"), Heading("h"), QLabel("p")
    line = QLineEdit()
    for widget in (muted, heading, plain, line):
        layout.addWidget(widget)
    host.show()
    before = heading.fontMetrics().height()
    appearance.choose(scheme=Scheme.DARK, text_size=TextSize.LARGEST)
    dark = tokens(Scheme.DARK)
    qtbot.waitUntil(lambda: _ink(muted) == dark.muted)
    assert tokens_of(line.palette()) == dark
    assert heading.fontMetrics().height() == pytest.approx(before * 1.5, abs=3)
    assert heading.fontMetrics().height() > plain.fontMetrics().height()
    appearance.choose(scheme=Scheme.LIGHT, text_size=TextSize.NORMAL)
    assert heading.fontMetrics().height() == before


def test_a_widget_made_before_and_shown_after_has_the_new_colours(
    appearance: Appearance, qtbot: QtBot
) -> None:
    host = QWidget()
    qtbot.addWidget(host)
    muted = MutedLabel("m", parent=host)
    appearance.choose(scheme=Scheme.DARK)
    host.show()
    qtbot.waitUntil(lambda: _ink(muted) == tokens(Scheme.DARK).muted)


def test_type_scale_grows_with_the_text_size() -> None:
    normal, largest = TypeScale.for_size(TextSize.NORMAL), TypeScale.for_size(TextSize.LARGEST)
    assert largest.body == 1.5 * normal.body
    assert normal.small < normal.body < normal.strong < normal.title < normal.heading


def test_figures_stand_under_each_other(family: str) -> None:
    font = tabular(application_font(family, TextSize.NORMAL))
    assert figures_are_tabular(font)
    assert QFont(font).pointSizeF() == TypeScale.for_size(TextSize.NORMAL).body


def test_the_bundled_font_has_rare_characters_of_names(family: str) -> None:
    assert family == "Noto Sans SC"
    font = application_font(family, TextSize.NORMAL)
    label = QLabel()
    label.setFont(font)
    assert all(label.fontMetrics().inFontUcs4(ord(sign)) for sign in "䶮●▲■◆○′″")


def test_a_label_is_made_as_large_as_fits(appearance: Appearance) -> None:
    narrow = fitting(QApplication.font(), "F012", 100, 500)
    wide = fitting(QApplication.font(), "F012", 1000, 500)
    assert wide.pointSizeF() > 5 * narrow.pointSizeF()


def test_quotes_are_narrow_in_latin_text_and_square_in_chinese(family: str) -> None:
    chinese, latin = (
        QFontMetricsF(application_font(family, TextSize.NORMAL, latin=one)) for one in (False, True)
    )
    assert chinese.horizontalAdvance("“") == chinese.horizontalAdvance("中")
    assert latin.horizontalAdvance("“") < 0.6 * latin.horizontalAdvance("中")


def test_chinese_is_as_before_when_english_was_shown_meanwhile(appearance: Appearance) -> None:
    widths = []
    for latin in (False, True, False):
        appearance.choose(latin=latin)
        widths.append(QFontMetricsF(QApplication.font()).horizontalAdvance("，"))
    assert widths[0] == widths[2] > widths[1]
