"""What the connect form holds, and the address that it means."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Final
from urllib.parse import parse_qs, unquote, urlsplit

from desktop.domain.errors import DeskError
from desktop.server_address import USUAL_PORT, Server, check, from_url, to_url

TLS_CHOICES: Final = ("verify-full", "require", "prefer")
"""Prove who the server is; encrypt only; whatever the server offers."""
_BETWEEN: Final = re.compile(r"[\s,;，；、]+")
_LOCAL: Final = re.compile(r"localhost|127\..*|::1|[/@].*|")


@dataclass(frozen=True, slots=True)
class Typed:
    """The form's fields as they were typed; `more` came with a pasted address and is kept.

    The password is nowhere else.
    """

    hosts: str = ""
    database: str = ""
    person: str = ""
    password: str = field(default="", repr=False)
    tls: str = TLS_CHOICES[0]
    ca: str = ""
    more: tuple[tuple[str, str], ...] = ()


def address_of(typed: Typed) -> str:
    """Return the URL without password; DeskError `missing_field` or `invalid_value` with `field`.

    Fields: hosts, database, person, tls, ca.
    """
    for name in ("hosts", "database", "person"):
        if not getattr(typed, name).strip():
            raise DeskError("missing_field", field=name)
    hosts = tuple(_host(part) for part in _BETWEEN.split(typed.hosts.strip()) if part)
    ca = typed.ca.strip() or None if proves(typed.tls) else None
    database, person = typed.database.strip(), typed.person.strip()
    server = Server(hosts, database, person, typed.tls, ca, typed.more)
    try:
        check(server)
    except DeskError as error:
        raise _of_the_form(error) from None
    return to_url(server)


def typed_of(address: str) -> Typed:
    """Return the fields of a URL, its password among them; DeskError `invalid_value`."""
    server = from_url(address)
    hosts = ", ".join(shown_host(host, port) for host, port in server.hosts)
    return Typed(
        hosts,
        server.database,
        server.person,
        password_in(address),
        server.tls or usual_tls(server),
        server.ca or "",
        server.more,
    )


def proves(tls: str) -> bool:
    """Say whether the server has to show a certificate that is looked at."""
    return tls.startswith("verify")


def usual_tls(server: Server) -> str:
    """Return how the way is guarded where the address does not say."""
    local = all(_LOCAL.fullmatch(host) for host, _port in server.hosts)
    return TLS_CHOICES[2] if local else TLS_CHOICES[0]


def shown_host(host: str, port: int) -> str:
    """Return a host as people write it; the usual port goes without saying."""
    bare = f"[{host}]" if ":" in host else host
    return bare if port == USUAL_PORT else f"{bare}:{port}"


def password_in(address: str) -> str:
    """Return the password that stands in a URL, "" for none."""
    parts = urlsplit(address)
    person, at, _ = parts.netloc.rpartition("@")
    _, colon, password = person.partition(":")
    if at and colon:
        return unquote(password)
    return parse_qs(parts.query).get("password", [""])[0]


def _of_the_form(error: DeskError) -> DeskError:
    name = str(error.values.get("field", ""))
    return DeskError(error.code, field="hosts" if name in ("host", "port") else name)


def _host(text: str) -> tuple[str, int]:
    if text.startswith("["):
        host, bracket, rest = text[1:].partition("]")
        port = rest.removeprefix(":") if bracket else "?"
    elif text.count(":") > 1:  # a bare IPv6 address
        host, port = text, ""
    else:
        host, _, port = text.partition(":")
    if not host or (port and not re.fullmatch("[0-9]{1,5}", port)):
        raise DeskError("invalid_value", field="hosts")
    return host, int(port) if port else USUAL_PORT
