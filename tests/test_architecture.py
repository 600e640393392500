"""The rules of docs/architecture.md, each as a test whose name is the rule."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
import tomllib
from collections.abc import Callable, Iterator

import pytest

from tests import source_code
from tests.source_code import CHECKOUT, Import, Source, functions, imports, program, sources

CONTRACTS = {
    contract["id"]: contract["name"]
    for contract in tomllib.loads((CHECKOUT / "pyproject.toml").read_text("utf-8"))["tool"][
        "importlinter"
    ]["contracts"]
}

# Where each library from outside lives, and nowhere else.
OUTSIDE = {
    "PySide6": "ui",
    "shiboken6": "ui",
    "qtawesome": "ui",
    "pypdfium2": "ui",
    "pyqtgraph": "ui/screens/supervisor",
    "numpy": "ui/screens/supervisor",
    "openpyxl": "desktop/spreadsheets",
    "sqlalchemy": "db",
    "alembic": "db",
    "psycopg": "db",
    "sqlcipher3": "db",
    "sqlite3": "db",
    "reportlab": "desktop/printing",
    "segno": "desktop/printing",
    "stdnum": "desktop/identifiers.py",
    "pypinyin": "desktop/pinyin.py",
    "yaml": "desktop/catalogue_file.py",
    "keyring": "desktop/passwords.py",
    "cryptography": "desktop/sealed_file.py",
    "miniaudio": "desktop/voice",
}

# What of the desk the two strangers may know.
SEEN_BY_UI = (
    "desktop.desk",
    "desktop.requests",
    "desktop.snapshots",
    "desktop.domain.events",
    "desktop.domain.reception_events",
    "desktop.domain.counter_events",
    "desktop.domain.enterprise_events",
    "desktop.domain.errors",
    "desktop.domain.roles",
    "desktop.link",
    "desktop.outbox",
    "desktop.settings",
    "desktop.spreadsheets",
    "desktop.i18n",
    "desktop.passwords",
    "desktop.saved_files",
    "desktop.server_address",
    "desktop.thermal",
    "desktop.voice",
)
SEEN_BY_DB = (
    "desktop.domain",
    "desktop.link",
    "desktop.ports",
    "desktop.snapshots",
    "desktop.journal",
    "desktop.wire",
    "desktop.server_address",
)

FILE_LINES, FUNCTION_LINES, MAIN_LINES = 400, 50, 80

# A budget that makes code worse where it stands is broken here, with the reason.
LONG_FILES: dict[str, str] = {
    "desktop/ports.py": "declarations only: the one list of what the desk needs from outside",
    "desktop/requests.py": "declarations only: the one list of what can be asked of the desk",
    "desktop/snapshots.py": "declarations only: the one list of what the desk answers",
    "db/migrations/versions/0001_first.py": "a step is written once, by Alembic, and then kept",
    "db/tables.py": "the whole schema on one page: in pieces it would hide what belongs together",
}
LONG_FUNCTIONS: dict[str, str] = {
    "db/migrations/versions/0001_first.py:_ticket": "one statement: a table and its columns",
    "db/migrations/versions/0001_first.py:_case": "one statement: a table and its columns",
}

# Han characters in code that are not words for people.
HAN_IN_CODE = {
    "desktop/calendar_file.py": "the words for yes and no in the calendar's own file format",
    "desktop/calendar_notice.py": "the words of the State Council's yearly notice, which it reads",
    "desktop/catalogue_file.py": "the keys and kinds of the catalogue's own file format",
    "desktop/identifiers.py": "the characters that old numbers and full-width input consist of",
    "desktop/printing/line_breaking.py": "characters that may not stand apart from their number",
    "db/problems.py": "the words of PostgreSQL's own messages: a refusal to connect has no number",
    "db/refusals.py": "the words of PostgreSQL's own messages, where their number is not to be had",
    "desktop/pinyin.py": "the table of surnames that are read otherwise",
    "ui/screens/settings/hours_text.py": "what people write between two times of the day",
}

SCHEMA_ELSEWHERE = {
    "db/migrate.py": "makes Alembic's own table of one row, before Alembic is there to do it",
    "db/server_setup.py": "gives the tables to their owner, and changes nothing in them",
    "db/dumps.py": "empties a database in the transaction that restores a copy into it",
}

OURS = {"desktop", "db", "ui", "resources", "main"}
HAN = re.compile(r"[\u3400-\u9fff]")


def lines_of(faults: Iterator[object]) -> str:
    """Join what was found, one a line: an empty text is what every rule wants."""
    return "\n".join(str(fault) for fault in faults)


def outside_imports(source: Source) -> Iterator[Import]:
    """Yield what comes neither from us nor, sqlite3 apart, from the standard library."""
    for found in imports(source):
        if found.top in OURS or found.top == "__future__":
            continue
        if found.top not in sys.stdlib_module_names or found.top in OUTSIDE:
            yield found


def product() -> tuple[Source, ...]:
    """Return the shipped code: everything of the program but the measurements."""
    return tuple(
        s for s in program() if not s.is_under("benchmarks") and not s.is_under("packaging")
    )


# ---- who may import whom -----------------------------------------------------------------


@pytest.mark.parametrize("contract", CONTRACTS, ids=CONTRACTS.get)
def test_imports(contract: str) -> None:
    # A process of its own: the linter's command silences every logger of the one it runs in.
    order = [sys.executable, "-c", "from importlinter.cli import lint_imports_command as c; c()"]
    done = subprocess.run(
        [*order, "--config", "pyproject.toml", "--contract", contract, "--no-cache"],
        cwd=CHECKOUT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr


def test_the_domain_imports_itself_and_the_standard_library_only() -> None:
    assert not lines_of(
        found
        for source in sources("desktop/domain")
        for found in imports(source)
        if not found.module.startswith("desktop.domain")
        and (found.top not in sys.stdlib_module_names or found.top in OUTSIDE)
    )


def test_each_library_from_outside_lives_in_its_one_place() -> None:
    assert not lines_of(
        found
        for source in product()
        for found in outside_imports(source)
        if not source.is_under(OUTSIDE.get(found.top, "nowhere"))
    )


def test_the_desk_needs_no_qt_and_no_sql() -> None:
    assert not lines_of(
        found
        for source in sources("desktop", "resources")
        for found in imports(source)
        if OUTSIDE.get(found.top) in ("ui", "db") or found.top in ("ui", "db")
    )


@pytest.mark.parametrize(("folder", "seen"), [("ui", SEEN_BY_UI), ("db", SEEN_BY_DB)])
def test_a_stranger_knows_only_its_share_of_the_desk(folder: str, seen: tuple[str, ...]) -> None:
    assert not lines_of(
        found
        for source in sources(folder)
        for found in imports(source)
        if found.top == "desktop"
        and not any(found.module == name or found.module.startswith(name + ".") for name in seen)
    )


def test_a_presenter_knows_of_qt_only_its_core() -> None:
    assert not lines_of(
        found
        for source in sources("ui/screens")
        for found in imports(source)
        if source.path.endswith("/presenter.py")
        and found.top == "PySide6"
        and found.module != "PySide6.QtCore"
    )


def test_main_alone_knows_both_the_database_and_the_screens() -> None:
    for source in product():
        known = {found.top for found in imports(source)} & {"db", "ui"}
        if source.path == "main.py":
            assert len(source.lines) <= MAIN_LINES
        else:
            assert known != {"db", "ui"}, source.path


def test_only_main_imports_nothing_of_main() -> None:
    assert not lines_of(
        found for source in product() for found in imports(source) if found.top == "main"
    )


def test_resources_are_a_path_and_nothing_else() -> None:
    assert [source.path for source in sources("resources")] == ["resources/__init__.py"]
    assert not lines_of(
        found
        for source in sources("resources")
        for found in imports(source)
        if found.top not in sys.stdlib_module_names
    )


# ---- how the code reads ------------------------------------------------------------------


def test_files_are_short() -> None:
    long = {s.path for s in (*program(), *sources("tests")) if len(s.lines) > FILE_LINES}
    assert long == set(LONG_FILES), "longer than allowed, or no longer in need of the exception"


def test_functions_are_short() -> None:
    long = {
        f"{source.path}:{function.name}"
        for source in (*program(), *sources("tests"))
        for function in functions(source)
        if source_code.length(function) > FUNCTION_LINES
    }
    assert long == set(LONG_FUNCTIONS), "longer than allowed, or no longer in need of it"


def test_everything_public_explains_itself() -> None:
    assert not lines_of(
        f"{source.path}: {name} has no docstring"
        for source in program()
        for name, node in (("the module", source.tree), *source_code.public(source))
        if source.tree.body and not ast.get_docstring(node)
    )


def test_everything_says_what_it_returns() -> None:
    assert not lines_of(
        f"{source.path}:{function.lineno} {function.name} has no return type"
        for source in (*program(), *sources("tests"))
        for function in functions(source)
        if function.returns is None
    )


def test_imports_stand_at_the_top_unless_a_comment_says_why() -> None:
    """The reason, `# A late import: …`, stands on its line or on the one above."""
    assert not lines_of(
        found
        for source in (*program(), *sources("tests"))
        for found in imports(source)
        if found.late
        and not re.search(
            r"# .*\blate( import)?: \S",
            "\n".join(source.lines[max(0, found.line - 2) : found.line]),
        )
    )


def test_nothing_is_imported_wholesale() -> None:
    assert not lines_of(
        f"{source.path}:{node.lineno}"
        for source in (*program(), *sources("tests"))
        for node in ast.walk(source.tree)
        if isinstance(node, ast.ImportFrom) and any(alias.name == "*" for alias in node.names)
    )


def test_modules_hold_no_state() -> None:
    """Constants are written in capitals; a name in lower case that can be changed is state."""
    assert not lines_of(
        f"{source.path}:{node.lineno}"
        for source in program()
        for node in ast.walk(source.tree)
        if isinstance(node, ast.Global) or (node in source.tree.body and _is_state(node))
    )


def _is_state(node: ast.AST) -> bool:
    if isinstance(node, ast.Assign):
        names = [target.id for target in node.targets if isinstance(target, ast.Name)]
    elif isinstance(node, ast.AnnAssign) and isinstance(node.target, ast.Name):
        names = [node.target.id]
    else:
        return False
    mutable = ast.List | ast.Dict | ast.Set | ast.ListComp | ast.DictComp | ast.SetComp
    return isinstance(node.value, mutable) and any(
        not name.isupper() and not name.startswith("__") for name in names
    )


def test_an_exception_to_a_check_gives_its_reason() -> None:
    """`# noqa: X` and `# type: ignore[x]` are followed, or headed, by a comment."""
    mark = re.compile(r"# (noqa(: [A-Z0-9, ]+)?|type: ignore(\[[^\]]*\])?)\s*$")
    assert not lines_of(
        f"{source.path}:{number}"
        for source in (*program(), *sources("tests"))
        for number, line in enumerate(source.lines, 1)
        if mark.search(line) and not source.lines[number - 2].lstrip().startswith("#")
    )


def test_words_for_people_live_in_resources() -> None:
    assert not lines_of(
        f"{source.path}:{line} {text!r}"
        for source in product()
        if source.path not in HAN_IN_CODE
        for line, text in source_code.texts(source)
        if HAN.search(text)
    )


def test_nothing_is_left_for_later() -> None:
    word = re.compile(r"\b(TO" + r"DO|FIX" + r"ME|X" + r"XX)\b")
    assert not lines_of(
        f"{source.path}:{number}"
        for source in (*program(), *sources("tests"))
        for number, line in enumerate(source.lines, 1)
        if word.search(line)
    )


# ---- one writer of the schema, honest tests, an honest lock ------------------------------


def test_only_migrations_change_the_schema() -> None:
    """`db/tables.py` declares; only `db/migrations` makes and alters."""
    statement = re.compile(r"\b(CREATE|ALTER|DROP)\s+(\w+\s+)?(TABLE|INDEX|TRIGGER|VIEW)\b", re.I)
    maker = {"create_all", "drop_all", "create_table", "drop_table", "batch_alter_table"}
    assert not lines_of(
        f"{source.path}:{line}"
        for source in product()
        if not source.is_under("db/migrations") and source.path not in SCHEMA_ELSEWHERE
        for line in (
            *(line for line, text in source_code.texts(source) if statement.search(text)),
            *(line for line, name in _calls(source) if name.rpartition(".")[2] in maker),
        )
    )


def _calls(source: Source) -> Iterator[tuple[int, str]]:
    for node in ast.walk(source.tree):
        if isinstance(node, ast.Call):
            yield node.lineno, ast.unparse(node.func)


FORBIDDEN_IN_TESTS: dict[str, Callable[[str], bool]] = {
    "sleeps": lambda name: name in ("time.sleep", "sleep", "qtbot.wait", "QTest.qWait"),
    "is skipped": lambda name: name.startswith(("pytest.skip", "pytest.importorskip")),
    "is expected to fail": lambda name: name == "pytest.xfail",
    "patches by name": lambda name: name.startswith(("mock.", "unittest.mock", "patch", "mocker.")),
}


@pytest.mark.parametrize("fault", FORBIDDEN_IN_TESTS)
def test_no_test(fault: str) -> None:
    is_fault = FORBIDDEN_IN_TESTS[fault]
    assert not lines_of(
        f"{source.path}:{line} {name}"
        for source in sources("tests")
        for line, name in (*_calls(source), *_decorators(source))
        if is_fault(name.replace("pytest.mark.", "pytest."))
    )


def _decorators(source: Source) -> Iterator[tuple[int, str]]:
    for node in ast.walk(source.tree):
        if isinstance(node, source_code.Definition):
            for decorator in node.decorator_list:
                yield decorator.lineno, ast.unparse(decorator)


def test_the_lock_pins_by_hash_and_names_no_host() -> None:
    lock = (CHECKOUT / "requirements.lock").read_text(encoding="utf-8")
    assert not re.findall(r"https?:|file:|--(?:extra-)?index|--find-links|--trusted|@ ", lock)
    for block in re.split(r"\n(?=[a-z])", lock):
        if not block.startswith("#"):
            assert "==" in block.splitlines()[0], block
            assert "--hash=sha256:" in block, block
