"""Equal facts give equal bytes, from any thread, with the fonts inside."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pypdfium2
import pytest

from desktop.domain.papers import PaperFacts, PaperKind
from desktop.i18n import read_entries
from desktop.printing import fonts
from desktop.printing.render import render, warm_up
from desktop.printing.words import Language
from tests.desktop.printing.samples import every_paper, joined, refusal

LANGUAGES: list[Language] = ["zh", "en"]


def test_there_is_a_paper_of_every_kind() -> None:
    assert {facts.kind for facts in every_paper()} == set(PaperKind)


@pytest.mark.parametrize("facts", every_paper(), ids=lambda facts: facts.kind)
def test_equal_facts_give_equal_bytes(facts: PaperFacts) -> None:
    assert render(facts).pdf == render(facts).pdf


def test_threads_do_not_disturb_each_other() -> None:
    warm_up()
    alone = [render(facts).pdf for facts in every_paper()]
    with ThreadPoolExecutor(4) as pool:
        together = list(pool.map(lambda facts: render(facts).pdf, every_paper() * 4))
    assert together == alone * 4


@pytest.mark.parametrize("facts", every_paper(), ids=lambda facts: facts.kind)
def test_fonts_are_embedded(facts: PaperFacts) -> None:
    document = pypdfium2.PdfDocument(render(facts).pdf)
    raw = pypdfium2.raw
    embedded = {
        raw.FPDFFont_GetIsEmbedded(raw.FPDFTextObj_GetFont(text))
        for page in document
        for text in page.get_objects(filter=[raw.FPDF_PAGEOBJ_TEXT])
    }
    document.close()
    assert embedded == {1}


@pytest.mark.parametrize("facts", every_paper(), ids=lambda facts: facts.kind)
@pytest.mark.parametrize("language", LANGUAGES)
def test_every_sentence_is_found_and_filled(facts: PaperFacts, language: Language) -> None:
    text = joined(render(facts, language=language).pdf)
    assert "paper." not in text
    assert "{" not in text


def test_both_languages_have_the_same_sentences() -> None:
    keys = [
        {key for key in read_entries(language) if key.startswith("paper.")}
        for language in LANGUAGES
    ]
    assert keys[0] == keys[1]


def test_bold_borrows_what_it_lacks() -> None:
    assert fonts.runs("李䶮石", bold=True) == [
        (fonts.BOLD, "李"),
        (fonts.REGULAR, "䶮"),
        (fonts.BOLD, "石"),
    ]


def test_what_no_font_holds_is_marked_and_control_characters_vanish() -> None:
    assert fonts.clean("甲\x00乙\t丙\n丁\U0001f389") == "甲乙 丙 丁〓"


def test_strange_text_does_not_stop_a_paper() -> None:
    assert "〓" in joined(render(refusal("甲\x07<b>&\U00020bb7\n乙")).pdf)
