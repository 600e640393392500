"""`docs/console.md` is true: its examples are said, its verbs and codes are those there are."""

from __future__ import annotations

import dataclasses
import json
import re
from typing import Any

import pytest

from desktop.verbs import VERBS
from tests.source_code import CHECKOUT
from tests.talk import Answer, Talk, talking

PAGE = (CHECKOUT / "docs" / "console.md").read_text("utf-8")
BLOCKS = re.findall(r"```console\n(.*?)```", PAGE, re.DOTALL)
NAME = re.compile(r"<(\w+)>")
ANYTHING = "…"

_WORDS = """
bad_json line_too_long unknown_verb unknown_field missing_field wrong_type invalid_value
command_reused no_site clock_not_set unknown_window unknown_item unknown_bundle unknown_counter
unknown_staff unknown_ticket unknown_case unknown_paper unknown_enterprise wrong_state
list_unreadable list_empty list_too_large list_too_many list_locked list_foreign list_changed
list_unsaved
unknown_contact merge_itself already_merged merge_two_codes
counter_busy counter_not_open counter_does_not_serve window_not_served not_in_line_here
already_called not_serving too_few_calls late_command nothing_to_undo undo_too_late counter_alive
station_taken not_deferrable
missing_reason name_empty name_too_long uscc_invalid catalogue_faulty gap_open extension_too_late
forbidden database_newer database_older database_on_network database_away clock_suspect
staff_elsewhere database_busy database_read_only database_damaged disk_full dump_tools_missing
upgrade_waits target_filled target_is_source nothing_to_move not_found printer_unavailable
not_kept internal server_unknown server_refused server_no_route server_strange server_too_old
server_standby server_starting password_wrong password_missing person_unknown login_refused
certificate_untrusted certificate_expired certificate_other_name tls_missing database_missing
database_foreign database_empty database_encoding passphrase_wrong passphrase_missing
passwords_damaged keyring_failed not_administrator outcome_unknown
still_used notice_unclear settings_foreign settings_newer
window_stopped unknown_consent
sign_in_wrong sign_in_locked password_too_weak first_administrator last_administrator
"""
CODES = re.findall(r"\w+", _WORDS)


def turns(block: str) -> list[tuple[str, Answer]]:
    """Return what is said and what should be answered."""
    lines = [line for line in block.splitlines() if line]
    pairs = zip(lines[::2], lines[1::2], strict=True)
    found = []
    for said, answered in pairs:
        assert (said[:2], answered[:2]) == ("> ", "< ")
        found.append((said[2:], json.loads(answered[2:])))
    return found


def fits(wanted: Any, given: Any, names: dict[str, str], where: str) -> None:
    """Check that an answer has what the page shows, and note what its names stand for."""
    match wanted:
        case dict():
            assert isinstance(given, dict), where
            for key, value in wanted.items():
                assert key in given, f"{where}.{key}"
                fits(value, given[key], names, f"{where}.{key}")
        case list():
            assert isinstance(given, list), where
            assert len(given) == len(wanted), f"{where}: {given}"
            for n, (one, other) in enumerate(zip(wanted, given, strict=True)):
                fits(one, other, names, f"{where}[{n}]")
        case str() if wanted == ANYTHING:
            pass
        case str() if found := NAME.fullmatch(wanted):
            assert names.setdefault(found[1], given) == given, where
        case _:
            assert given == wanted, where


def play(talk: Talk, block: str) -> int:
    """Say one example; returns how many lines were answered as it says."""
    names: dict[str, str] = {}
    answered = 0
    for said, wanted in turns(block):
        line = NAME.sub(lambda found: names[found[1]], said)
        fits(wanted, talk.line(line.encode()), names, said)
        answered += 1
    return answered


@pytest.mark.parametrize("number", range(1, len(BLOCKS)))
def test_each_example(empty: str, number: int) -> None:
    with talking(empty) as talk:
        assert play(talk, BLOCKS[0])
        assert play(talk, BLOCKS[number]) == BLOCKS[number].count("\n> ") + 1
        talk.sound()


def test_every_verb_stands_there_with_its_fields() -> None:
    table = PAGE.split("## Verbs")[1].split("## Shapes")[0]
    lines = [line for line in table.splitlines() if line.startswith("| `")]
    rows = [[cell.strip() for cell in line.split("|")[1:-1]] for line in lines]
    shown = {row[0].strip("`"): re.findall(r"`(\w+\??)`", row[1]) for row in rows}
    assert shown == {verb: _fields(kind) for verb, kind in VERBS.items()}
    for row in rows:
        verb, note = row[0].strip("`"), row[3]
        writes = verb not in ("clock.set", "backup", "restore") and not VERBS[verb].reads
        assert note.startswith("writes") == writes, verb


def _fields(kind: Any) -> list[str]:
    fields = []
    for field in dataclasses.fields(kind):
        missing = dataclasses.MISSING
        needed = field.default is missing and field.default_factory is missing
        fields.append(str(field.metadata.get("name", field.name)) + ("" if needed else "?"))
    return sorted(fields, key=lambda name: name.endswith("?"))


def test_every_code_stands_there() -> None:
    table = PAGE.split("## Error codes")[1]
    shown = re.findall(
        r"`(\w+)`", "\n".join(row.split("|")[1] for row in table.splitlines() if row)
    )
    assert sorted(code for code in shown if code != "code") == sorted(CODES)


def test_every_code_has_a_sentence_and_every_refusal_a_code() -> None:
    raised = set()
    for folder in ("desktop", "db"):
        for file in (CHECKOUT / folder).rglob("*.py"):
            raised |= set(re.findall(r'DeskError\(\s*"(\w+)"', file.read_text("utf-8")))
    assert raised <= set(CODES)
    for language in ("zh", "en"):
        sentences = (CHECKOUT / f"resources/locale/{language}/errors.toml").read_text("utf-8")
        for code in CODES:
            assert re.search(rf"^{code} = ", sentences, re.MULTILINE), (language, code)
