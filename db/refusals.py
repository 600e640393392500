"""Connect once, by libpq, within a deadline; and know why it was refused, in any language."""

from __future__ import annotations

import ctypes
import re
from dataclasses import dataclass
from pathlib import Path
from selectors import EVENT_READ, EVENT_WRITE, DefaultSelector
from time import monotonic

import psycopg
from psycopg import pq

from desktop.domain.errors import DeskError

_VERBOSE = 2  # PQERRORS_VERBOSE: with the SQLSTATE and the server's own routine
_STATE = re.compile(r"\b(?=[A-Z]*[0-9])([0-9A-Z]{5}): ")  # not "FATAL: "
# The routine's name, or the words; of both kinds: no such role, and one that may not log in.
_NO_SUCH_ROLE = re.compile(
    r"\bInitializeSessionUserId\b|role .* does not exist|is not permitted to log in"
    r"|角色.*不存在|不允许角色"
)

_CODES = {
    "28P01": "password_wrong",
    "28000": "login_refused",  # by pg_hba.conf, or a role that may not log in
    "42501": "login_refused",  # no right to connect to the database
    "3D000": "database_missing",
    "55000": "login_refused",  # the database takes no connections at all
    "57P03": "server_starting",
    "53300": "database_busy",
    "53400": "database_busy",
}
# The words of PostgreSQL's own messages, English and Chinese, by what they mean: the last resort
# where libpq's verbosity cannot be set (a driver built otherwise).
_TEXTS = {
    "28P01": r"password authentication failed|Password 认证失败|密码认证失败",
    "28000": r"pg_hba\.conf|role .* does not exist|is not permitted to log in"
    r"|角色.*不存在|不允许角色|authentication failed|认证失败",
    "3D000": r"database .* does not exist|数据库.*不存在",
    "57P03": r"starting up|shutting down|not (yet )?accepting connections|in recovery mode"
    r"|正在启动|启动中|正在关闭|恢复模式|不接受连接",
    "53300": r"too many (clients|connections)|remaining connection slots|连接.*太多|太多.*连接",
}
# What libpq and its OpenSSL say themselves; the drivers' wheels carry no translations.
_OWN_TEXTS = {
    "certificate_other_name": r"does not match host name",
    "certificate_expired": r"certificate has expired|certificate is not yet valid",
    "certificate_untrusted": r"certificate verify failed|root certificate file",
    "tls_missing": r"does not support SSL",
    "login_refused": r"channel binding|authentication method",
}


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why there is no connection: libpq's text and what could be read of it.

    `state` is a SQLSTATE, "" where the server sent none; `silent`: it did not answer in time.
    """

    text: str = ""
    state: str = ""
    silent: bool = False
    asked_password: bool = False
    no_such_role: bool = False


def connect(conninfo: str, limit: float, *, verbose: bool = True) -> pq.abc.PGconn | Refusal:
    """Connect within `limit` seconds, whatever `connect_timeout` says."""
    until = monotonic() + limit
    connection = pq.PGconn.connect_start(conninfo.encode())
    if verbose:
        _speak_out(connection)
    while True:
        state = connection.connect_poll() if connection.status != pq.ConnStatus.BAD else _FAILED
        if state == pq.PollingStatus.OK:
            return connection
        if state == _FAILED:
            return _refusal(connection)
        left = until - monotonic()
        if left <= 0 or not _ready(connection.socket, state == pq.PollingStatus.READING, left):
            connection.finish()
            return Refusal(silent=True)


def named(refusal: Refusal, host: str, person: str, database: str) -> DeskError | None:
    """Return the fault behind a refusal that the server, or libpq itself, explained."""
    if refusal.silent:
        return DeskError("server_no_route", host=host)
    if refusal.asked_password:
        return DeskError("password_missing", person=person)
    if refusal.state:
        if refusal.no_such_role:
            return DeskError("person_unknown", person=person)
        code = _CODES.get(refusal.state, "database_away")
        values = {"database_missing": {"name": database}, "database_busy": {}}
        values |= {"server_starting": {}, "database_away": {}}
        return DeskError(code, **values.get(code, {"person": person}))
    for code, words in _OWN_TEXTS.items():
        if re.search(words, refusal.text):
            return DeskError(code, **_values_of(code, host, person))
    return None


def _values_of(code: str, host: str, person: str) -> dict[str, str]:
    return {"certificate_other_name": {"host": host}, "login_refused": {"person": person}}.get(
        code, {}
    )


_FAILED = pq.PollingStatus.FAILED


def _refusal(connection: pq.abc.PGconn) -> Refusal:
    text = connection.error_message.decode("utf-8", "replace")
    found = _STATE.search(text)
    state = found[1] if found else _state_by_text(text)
    asked = connection.needs_password
    unknown = state == "28000" and _NO_SUCH_ROLE.search(text) is not None
    connection.finish()
    return Refusal(text, state, False, asked, unknown)


def _state_by_text(text: str) -> str:
    return next((state for state, words in _TEXTS.items() if re.search(words, text)), "")


def _ready(socket: int, reading: bool, left: float) -> bool:
    with DefaultSelector() as waiting:
        waiting.register(socket, EVENT_READ if reading else EVENT_WRITE)
        return bool(waiting.select(left))


def _speak_out(connection: pq.abc.PGconn) -> None:
    """Let libpq put the SQLSTATE into its text; the driver has no name for that call."""
    library = _libpq()
    address = getattr(connection, "pgconn_ptr", None)  # not in the driver's own declaration
    if library is not None and address is not None:
        library.PQsetErrorVerbosity.argtypes = [ctypes.c_void_p, ctypes.c_int]
        library.PQsetErrorVerbosity(address, _VERBOSE)


def _libpq() -> ctypes.CDLL | None:
    """Return the very library the driver uses; None where it cannot be told which that is.

    Loading a file that is loaded already gives the same one, by its path.
    """
    if pq.__impl__ != "binary":
        return None
    beside = Path(psycopg.__file__).parent.with_name("psycopg_binary.libs")
    for path in beside.glob("libpq[-.]*"):
        try:
            found = ctypes.CDLL(str(path))
        except OSError:
            continue
        if found.PQlibVersion() == pq.version():
            return found
    return None
