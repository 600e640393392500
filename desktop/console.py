"""The console: the desk, one JSON object a line (`docs/console.md` is the contract)."""

from __future__ import annotations

import json
import logging
import math
import uuid
from collections.abc import Callable
from typing import IO, Any

from desktop import requests as r
from desktop.desk import Desk
from desktop.domain.errors import DeskError
from desktop.i18n import Translator, error_sentence
from desktop.snapshots import Answer, CaseFile, TicketFile
from desktop.use_cases.codes import code_answer
from desktop.verbs import LOOKS, VERBS, WRITES
from desktop.wire import from_plain, to_plain

LONGEST_LINE = 256 * 1024
DEEPEST = 100
"""Lists and objects may be nested so deep; nothing that is asked for comes near it."""

SELF_MADE = (r.OpenCounter, r.SignIn)
"""Verbs that are given by the very person they name."""

WHOLE: dict[type[Answer], str] = {TicketFile: "ticket", CaseFile: "case"}
_log = logging.getLogger(__name__)


def converse(
    open_desk: Callable[[], Desk], language: str, lines: IO[bytes], answers: IO[str]
) -> int:
    """Answer every line, let the database go; returns the exit status."""
    console = Console(open_desk, language)
    try:
        console.run(lines, answers)
    finally:
        console.close()
    return 0


class Console:
    """Answers lines; opens the desk at the first one that needs it."""

    def __init__(self, open_desk: Callable[[], Desk], language: str) -> None:
        self._open = open_desk
        self._desk: Desk | None = None
        self._translator = Translator(language)

    def run(self, lines: IO[bytes], answers: IO[str]) -> None:
        """Read lines until there are no more, and answer each in order."""
        while True:
            line = lines.readline(LONGEST_LINE + 2)
            if not line:
                return
            answer = self.answer(line, self._rest(line, lines))
            if answer is not None:
                text = json.dumps(
                    answer, ensure_ascii=False, separators=(",", ":"), allow_nan=False
                )
                answers.write(text + "\n")
                answers.flush()

    def close(self) -> None:
        """Let the database go."""
        if self._desk is not None:
            self._desk.store.close()

    def answer(self, line: bytes, too_long: bool = False) -> dict[str, Any] | None:
        """Return the answer to a line, None for an empty one."""
        if too_long:
            return self._refused(None, DeskError("line_too_long", most=LONGEST_LINE))
        if not line.strip():
            return None
        try:
            given = _parsed(line)
        except DeskError as error:
            return self._refused(None, error)
        reference = given.pop("id", None)
        try:
            answer = self._do(given)
        except DeskError as error:
            return self._refused(reference, error)
        except Exception as error:  # ours: the console goes on, the log tells the rest
            _log.exception("a request failed")
            fault = DeskError("internal", what=type(error).__name__)
            return self._refused(reference, fault)
        return {"id": reference, "ok": True, **_shown(answer)}

    def _do(self, given: dict[str, Any]) -> Answer:
        verb = given.pop("do", None)
        if verb is None:
            raise DeskError("missing_field", field="do")
        if not isinstance(verb, str):
            raise DeskError("wrong_type", field="do", wanted="text")
        kind = VERBS.get(verb)
        if kind is None:
            raise DeskError("unknown_verb", verb=verb[:100])
        command = given.pop("command", None)
        # Where `staff` is whom a verb is about, `by` says who gives it.
        giver = "by" if "staff" in kind.__dataclass_fields__ else "staff"
        staff = _staff(given.pop(giver, None), giver) if kind not in SELF_MADE else None
        request = from_plain(kind, given)
        if isinstance(request, r.CheckCode):
            return code_answer(request, self._translator)
        desk = self._desk or self._open()
        self._desk = desk
        if kind.needs_clock:
            desk.clock.now()
        if kind in WRITES:
            actor = request.staff if isinstance(request, r.OpenCounter) else staff
            return desk.do(request, _command(command), actor, verb)
        if kind in LOOKS:
            return desk.ask(request, staff)
        if isinstance(request, r.SetPassword):
            return desk.set_password(request, _command(command), staff)
        desk.permit(request, staff)
        return _of_desk(desk, request)

    def _refused(self, reference: object, error: DeskError) -> dict[str, Any]:
        message = error_sentence(self._translator, error)
        values = {k: v for k, v in error.values.items() if k not in ("code", "message")}
        return {
            "id": reference,
            "ok": False,
            "error": {"code": error.code, "message": message, **values},
        }

    def _rest(self, line: bytes, lines: IO[bytes]) -> bool:
        """Read the rest of a line that is too long, and say whether it was."""
        if len(line.rstrip(b"\r\n")) <= LONGEST_LINE:
            return False
        while not line.endswith(b"\n"):
            line = lines.readline(LONGEST_LINE)
            if not line:
                break
        return True


def _of_desk(desk: Desk, request: r.Request) -> Answer:
    match request:
        case r.SetClock():
            return desk.set_clock(request)
        case r.SignIn():
            return desk.sign_in(request)
        case r.MakeBackup():
            return desk.back_up(request)
        case r.RestoreBackup():
            return desk.restore(request)
        case r.VerifyJournal():
            return desk.verify()
        case r.RebuildState():
            return desk.rebuild()
    raise TypeError(type(request).__name__)


def _shown(answer: Answer) -> dict[str, Any]:
    """Return an answer as it is written; what belongs to a ticket or case stands in it too."""
    plain: dict[str, Any] = to_plain(answer)
    name = WHOLE.get(type(answer))
    if name is not None:
        plain[name] |= {key: value for key, value in plain.items() if key != name}
    return plain


def _parsed(line: bytes) -> dict[str, Any]:
    try:
        given = json.loads(
            line.decode("utf-8-sig"), parse_constant=_refuse_constant, parse_float=_finite
        )
        json.dumps(given, ensure_ascii=False).encode()  # half a surrogate pair is no text
        _refuse_depth(given)
    except (ValueError, RecursionError):
        raise DeskError("bad_json") from None
    if not isinstance(given, dict):
        raise DeskError("bad_json")
    return given


def _refuse_constant(name: str) -> None:
    raise ValueError(name)


def _finite(text: str) -> float:
    number = float(text)
    if math.isinf(number):
        raise ValueError(text)
    return number


def _refuse_depth(given: object) -> None:
    level = [given]
    for _ in range(DEEPEST):
        level = [
            inner
            for value in level
            if isinstance(value, dict | list)
            for inner in (value.values() if isinstance(value, dict) else value)
        ]
        if not level:
            return
    raise ValueError("nested too deep")


def _command(command: object) -> str | None:
    if command is None:
        return None
    if not isinstance(command, str):
        raise DeskError("wrong_type", field="command", wanted="text")
    try:
        return str(uuid.UUID(command))
    except ValueError:
        raise DeskError("invalid_value", field="command", value=command[:100]) from None


def _staff(staff: object, field: str) -> str | None:
    if staff is not None and not isinstance(staff, str):
        raise DeskError("wrong_type", field=field, wanted="text")
    return staff
