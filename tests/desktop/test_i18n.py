"""Every sentence is there in both languages, and no missing value ever stops one."""

from __future__ import annotations

import tomllib
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.domain.errors import DeskError
from desktop.domain.roles import TABLE, needs_person
from desktop.i18n import (
    LANGUAGES,
    Translator,
    error_sentence,
    flattened,
    placeholders,
    read_entries,
    reason_sentence,
)

LOCALE = Path(__file__).parents[2] / "resources" / "locale"
ERROR_CODES = """
bad_json line_too_long unknown_verb unknown_field missing_field wrong_type invalid_value
command_reused no_site clock_not_set unknown_window unknown_item unknown_bundle unknown_counter
unknown_staff unknown_ticket unknown_case unknown_paper unknown_enterprise wrong_state
counter_busy counter_not_open counter_does_not_serve window_not_served not_in_line_here
already_called not_serving too_few_calls not_deferrable missing_reason name_empty name_too_long
uscc_invalid catalogue_faulty gap_open extension_too_late forbidden database_newer
database_older database_on_network database_away clock_suspect staff_elsewhere database_busy
database_read_only database_damaged disk_full not_found printer_unavailable not_kept
target_filled target_is_source nothing_to_move dump_tools_missing upgrade_waits
server_unknown server_refused server_no_route server_strange server_too_old server_standby
server_starting password_wrong password_missing person_unknown login_refused certificate_untrusted
certificate_expired certificate_other_name tls_missing database_missing database_foreign
database_encoding database_empty passphrase_wrong passphrase_missing passwords_damaged
keyring_failed not_administrator
sign_in_wrong sign_in_locked password_too_weak first_administrator last_administrator
"""
CODES = sorted(ERROR_CODES.split())
FILES = sorted({file.name for file in LOCALE.glob("*/*.toml")})


def entries_of(language: str, name: str) -> dict[str, tuple[str, ...]]:
    """Return the entries of one file; none when there is no such file."""
    file = LOCALE / language / name
    return dict(flattened(tomllib.loads(file.read_text("utf-8")))) if file.exists() else {}


@pytest.mark.parametrize("name", FILES)
def test_both_languages_say_the_same(name: str) -> None:
    chinese, english = (entries_of(language, name) for language in LANGUAGES)
    assert chinese.keys() == english.keys()
    for key, entry in chinese.items():
        other = english[key]
        assert [placeholders(one) for one in entry] == [placeholders(one) for one in other], key


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_key_stands_in_two_files(language: str) -> None:
    keys = [key for name in FILES for key in entries_of(language, name)]
    assert len(keys) == len(set(keys)) == len(read_entries(language))


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("code", CODES)
def test_every_error_has_a_plain_sentence(language: str, code: str) -> None:
    sentence = error_sentence(Translator(language), DeskError(code))
    assert sentence != f"error.{code}"
    assert "{" not in sentence
    assert "…" not in sentence


@pytest.mark.parametrize("language", LANGUAGES)
def test_lists_run_from_full_to_plain(language: str) -> None:
    for key, entry in read_entries(language).items():
        wanted = [placeholders(one) for one in entry]
        assert len(entry) == 1 or not wanted[-1], key
        assert wanted == sorted(wanted, key=len, reverse=True), key


def test_values_fill_the_sentence_and_codes_become_words() -> None:
    chinese, english = Translator("zh"), Translator("en")
    calls = DeskError("too_few_calls", calls=1, needed=3)
    assert error_sentence(chinese, calls) == "才叫了 1 次，叫满 3 次才能过号；请重呼。"
    assert error_sentence(english, calls).startswith("Called 1 of 3 times")
    state = DeskError("wrong_state", what="ticket", state="held")
    assert "号票现在是“挂起”" in error_sentence(chinese, state)
    assert "The ticket is “on hold” now" in error_sentence(english, state)
    gap = DeskError("gap_open", missing=["身份证", "合同"])
    assert "身份证、合同" in error_sentence(chinese, gap)
    assert "身份证, 合同" in error_sentence(english, gap)
    nothing = DeskError("staff_elsewhere", counter=None)
    assert error_sentence(chinese, nothing) == "您还在别的柜台，请先在那里关台。"


def test_a_reason_shows_the_time_of_the_site() -> None:
    values = {
        "label": "A017",
        "arrived": "2026-11-23T01:41:00+00:00",
        "other": "F020",
        "minutes": 12,
        "priority": "booked",
        "head_start": 20,
    }
    zone = ZoneInfo("Asia/Shanghai")
    assert reason_sentence(Translator("en"), "head_start", values, zone) == (
        "A017 is next: arrived 09:41; booked visitors count 20 min more, "
        "12 min before F020 in line."
    )
    assert "09:41 到达，预约按早到 20 分钟计" in (
        reason_sentence(Translator("zh"), "head_start", values, zone)
    )
    assert reason_sentence(Translator("zh"), "first_come", {}, zone) == "先到先办。"


def test_an_unknown_key_or_language_gives_the_key() -> None:
    assert Translator("zh").text("error.no_such_code") == "error.no_such_code"
    assert Translator("none").text("error.bad_json") == "error.bad_json"
    assert (
        Translator("en").text("frame.connection.away_waiting")
        == "Disconnected, waiting (… to send)"
    )


@given(
    st.sampled_from(LANGUAGES),
    st.sampled_from(CODES) | st.text(max_size=10),
    st.dictionaries(
        st.sampled_from(["field", "line", "value", "path", "state", "what", "counter", "label"]),
        st.none() | st.integers() | st.text(max_size=10) | st.lists(st.text(max_size=3)),
    ),
)
def test_no_value_ever_stops_a_sentence(
    language: str, code: str, values: dict[str, int | str | list[str] | None]
) -> None:
    assert error_sentence(Translator(language), DeskError(code, **values))


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_somebody_may_not_do_is_said_in_words(language: str) -> None:
    verbs = [verb for verb in TABLE if needs_person(verb)]
    words = Translator(language)
    assert [verb for verb in verbs if words.word("what", verb) == verb] == []
