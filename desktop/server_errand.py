"""`main.py server-setup`: a server is prepared for a centre, and each thing done is said."""

from __future__ import annotations

import getpass
import secrets
import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Protocol, TextIO

from desktop import requests as r
from desktop.arguments import Arguments
from desktop.desk import Desk
from desktop.domain.errors import DeskError, Value
from desktop.i18n import Translator, error_sentence
from desktop.use_cases.administration import site_code

SHORTEST = 8
"""Characters a typed password has at least; the server itself would take one."""

_TRIES = 3
_GENERATED_BYTES = 18


class SetUp(Protocol):
    """Prepares a server; returns the URL by which the administrator acts as its owner."""

    def __call__(
        self,
        admin: str,
        database: str,
        login: str,
        password: Callable[[bool], str | None],
        report: Callable[[str, bool, Mapping[str, Value]], None],
    ) -> str:
        """`password(exists)` is asked for the login's; `report(code, made, values)` is told."""
        ...


class Address(Protocol):
    """Makes the URL that desks are given, without a password."""

    def __call__(self, admin: str, database: str, login: str, hosts: str = "") -> str:
        """`hosts` are those by which desks reach the server."""
        ...


@dataclass(slots=True)
class _Errand:
    arguments: Arguments
    words: Translator
    out: TextIO
    generated: str = field(default="", repr=False)
    in_force: bool = False

    def report(self, code: str, made: bool, values: Mapping[str, Value]) -> None:
        """Say what is in place now: made by this run, or there before."""
        self.in_force = self.in_force or code == "login"
        key = f"setup.{code}.{'made' if made else 'there'}"
        print(self.words.filled(key, values), file=self.out)

    def password(self, exists: bool) -> str | None:
        """Return the login's password from where the command line says, None to leave it."""
        arguments = self.arguments
        if arguments.generate_password:
            self.generated = secrets.token_urlsafe(_GENERATED_BYTES)
            return self.generated
        if arguments.password_file:
            return _long_enough(_first_line(arguments.password_file))
        if exists:
            return None
        if sys.stdin is not None and sys.stdin.isatty():
            return _long_enough(self._typed_twice())
        return _long_enough(_first_line("-"))

    def show_password(self) -> None:
        """Show the generated password, if the login has it; whatever failed later."""
        if self.generated and self.in_force:
            print(self.words.text("setup.generated", password=self.generated), file=self.out)

    def _typed_twice(self) -> str:
        for _ in range(_TRIES):
            login = self.arguments.login
            first = getpass.getpass(self.words.text("setup.ask.password", person=login))
            if first == getpass.getpass(self.words.text("setup.ask.again")):
                return first
            print(self.words.text("setup.ask.different"), file=self.out)
        raise DeskError("invalid_value", field="password")


def run_server_setup(
    set_up: SetUp,
    address: Address,
    open_desk: Callable[[str], Desk],
    arguments: Arguments,
    words: Translator,
    out: TextIO,
) -> int:
    """Prepare the server that the command line names; returns the exit status."""
    errand = _Errand(arguments, words, out)
    names = (arguments.admin, arguments.create, arguments.login)
    try:
        counters = _counters(arguments)
        url = address(*names, arguments.hosts)
        owner = set_up(*names, errand.password, errand.report)
        if arguments.site:
            _site(errand, open_desk(owner), counters)
        else:
            print(words.text("setup.no_site"), file=out)
    except DeskError as error:
        print(error_sentence(words, error), file=out)
        errand.show_password()
        return 1
    errand.show_password()
    print(words.text("setup.address", url=url), file=out)
    return 0


def _site(errand: _Errand, desk: Desk, counters: tuple[r.CounterFields, ...] | None) -> None:
    arguments = errand.arguments
    try:
        code = site_code(arguments.site)
        made = code not in desk.store.sites()
        if made:
            if not arguments.name or counters is None:
                missing = "counters" if arguments.name else "name"
                raise DeskError("missing_field", field=missing)
            chosen = tuple(_with_windows(desk, counter) for counter in counters)
            desk.do(r.SetUpSite(code, arguments.name, chosen), initiator="server-setup")
        errand.report("site", made, {"site": code, "name": arguments.name or code})
    finally:
        desk.close()


def _with_windows(desk: Desk, counter: r.CounterFields) -> r.CounterFields:
    if counter.windows:
        return counter
    every = [one for one in desk.built_in_catalogue().windows if isinstance(one, dict)]
    codes = tuple(str(one["code"]) for one in every if not one["withdrawn"])
    return r.CounterFields(counter.number, codes)


def _counters(arguments: Arguments) -> tuple[r.CounterFields, ...] | None:
    """Read `8` (so many counters, each for every window) or `1:CF+RC,2:PP`; None if not given."""
    text = arguments.counters.strip()
    if not text:
        return None
    if text.isascii() and text.isdigit() and 0 < int(text) < 1000:
        return tuple(r.CounterFields(number, ()) for number in range(1, int(text) + 1))
    found = []
    for one in text.split(","):
        number, _, windows = one.strip().partition(":")
        codes = tuple(code.strip().upper() for code in windows.split("+"))
        if not (number.isascii() and number.isdigit()) or not all(codes):
            raise DeskError("invalid_value", field="counters", value=one[:100])
        found.append(r.CounterFields(int(number), codes))
    return tuple(found)


def _first_line(path: str) -> str:
    try:
        text = sys.stdin.readline() if path == "-" else Path(path).read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError):
        raise DeskError("not_found", path=path) from None
    return text.partition("\n")[0].rstrip("\r")


def _long_enough(password: str) -> str | None:
    if password and len(password) < SHORTEST:
        raise DeskError("invalid_value", field="password")
    return password or None
