"""The sentences of connecting: what a try found, and where the data is."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from desktop.domain.errors import DeskError
from desktop.server_address import Diagnosis, from_url
from ui.language import Language
from ui.screens.connect.presenter import Verdict
from ui.screens.connect.typed import shown_host, usual_tls
from ui.theme import Tone

FIELD_OF: Final = {
    "server_unknown": "hosts",
    "server_refused": "hosts",
    "server_no_route": "hosts",
    "server_standby": "hosts",
    "certificate_other_name": "hosts",
    "certificate_untrusted": "ca",
    "not_found": "ca",
    "tls_missing": "tls",
    "password_wrong": "password",
    "password_missing": "password",
    "person_unknown": "person",
    "login_refused": "person",
    "database_missing": "database",
    "database_foreign": "database",
    "database_encoding": "database",
}
"""Which field of the form a fault of the connection points at."""


def verdict_words(language: Language, verdict: Verdict) -> tuple[str, Tone]:
    """Return what a try found, as a sentence with its tone."""
    if verdict.stopped:
        return language.text("connect.stopped"), Tone.NEUTRAL
    if verdict.error is not None:
        return language.sentence(verdict.error), Tone.BAD
    found = verdict.found or Diagnosis(ok=False)
    error = found.error()
    if error is not None:
        return language.sentence(error), Tone.BAD
    key = "found" if found.sites else "found_empty"
    words = language.text(f"connect.{key}", version=found.version, sites=list(found.sites))
    return words, Tone.GOOD


def fault_of(verdict: Verdict) -> str:
    """Return the field that a verdict points at, "" for none."""
    code = verdict.found.code if verdict.found is not None else None
    return FIELD_OF.get(code or "", "")


def is_server(location: str) -> bool:
    """Say whether a location is a server's address and not a file."""
    return "://" in location


def place_words(language: Language, location: str) -> str:
    """Return in a sentence where a location is; a faulty address is never repeated."""
    if not is_server(location):
        return language.text("connect.here.file", path=Path(location))
    try:
        server = from_url(location)
    except DeskError:
        return language.text("connect.here.unclear")
    hosts = [shown_host(host, port) for host, port in server.hosts]
    guarded = language.text(f"connect.tls.{server.tls or usual_tls(server)}.short")
    return language.text(
        "connect.here.server",
        hosts=hosts,
        database=server.database,
        person=server.person,
        tls=guarded,
    )
