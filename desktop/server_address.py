"""Where a centre's server is: read from a URL, written as one, never with a password in it.

PostgreSQL's own form, `postgresql://person@host:port,host:port/database?sslmode=…`; the words
of a server's state that screens and the console share.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from urllib.parse import quote, unquote_to_bytes

from desktop.domain.errors import DeskError, Value

USUAL_PORT = 5432
TLS = ("verify-full", "verify-ca", "require", "prefer", "allow", "disable")
"""How the way to the server is guarded, libpq's words, the safest first."""

_SCHEME = re.compile(r"postgres(?:ql)?://")
_LONGEST = 2000
_SESSIONS = ("any", "read-write", "read-only", "primary", "standby", "prefer-standby")


@dataclass(frozen=True, slots=True)
class Server:
    """A server's address without a password.

    `hosts` are tried in turn until one takes writes; a host that begins with `/` is a folder
    with a Unix socket, an empty one the usual folder.  `tls` is one of `TLS`, or "" for the usual
    (`verify-full`; `prefer` on this PC).  `ca` is the path of a file with root certificates,
    or `system` for those the system trusts.  `more` are further parameters of libpq.
    """

    hosts: tuple[tuple[str, int], ...]
    database: str
    person: str = ""
    tls: str = ""
    ca: str | None = None
    more: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Diagnosis:
    """What a try of a server found: all is well, or a code of the console's list and its values.

    `version` is the server's (`15.14`), "" where it never said; `sites` are the codes of the
    centre's sites, where they could be read.
    """

    ok: bool
    version: str = ""
    sites: tuple[str, ...] = ()
    code: str | None = None
    values: dict[str, Value] = field(default_factory=dict)

    def error(self) -> DeskError | None:
        """Return the fault as it would be raised."""
        return None if self.code is None else DeskError(self.code, **self.values)


def from_url(text: str) -> Server:
    """Return the address that a URL names; its password, if any, is left out.

    Raises DeskError `invalid_value` with the `field` that is wrong: `url`, `host`, `port`,
    `database`, `person`, `tls`; never with what stood there.
    """
    _scheme, userinfo, places, path, query = _parts(text)
    given = dict(_parameters(query))
    person = given.pop("user", None) or _text(userinfo.partition(":")[0], "person")
    database = given.pop("dbname", None) or _text(path, "database")
    given.pop("password", None)
    tls = given.pop("sslmode", "")
    if tls and tls not in TLS:
        raise DeskError("invalid_value", field="tls")
    hosts = _hosts(places, given.pop("host", ""), given.pop("port", ""))
    ca = given.pop("sslrootcert", None)
    patience = given.get("connect_timeout", "2")
    if given.get("target_session_attrs", "any") not in _SESSIONS or not patience.isdecimal():
        raise DeskError("invalid_value", field="url")
    server = Server(hosts, database, person, tls, ca, tuple(sorted(given.items())))
    check(server)
    return server


def check(server: Server) -> None:
    """Refuse an address that cannot be: DeskError `invalid_value` with the `field`."""
    for name, wrong in (
        ("host", _bad_hosts([host for host, _port in server.hosts])),
        ("port", any(not 0 < port < 65536 for _host, port in server.hosts)),
        ("database", not server.database or _unprintable(server.database)),
        ("person", _unprintable(server.person)),
        ("tls", server.tls != "" and server.tls not in TLS),
    ):
        if wrong:
            raise DeskError("invalid_value", field=name)


def to_url(server: Server) -> str:
    """Return the URL of an address, without a password; `from_url` reads it back the same."""
    person = f"{quote(server.person, safe='')}@" if server.person else ""
    socket = any(host.startswith(("/", "@")) or not host for host, _port in server.hosts)
    parameters = dict(server.more)
    if socket:
        places = ""
        parameters["host"] = ",".join(host for host, _port in server.hosts)
        parameters["port"] = ",".join(str(port) for _host, port in server.hosts)
    else:
        places = ",".join(_place(host, port) for host, port in server.hosts)
    if server.tls:
        parameters["sslmode"] = server.tls
    if server.ca:
        parameters["sslrootcert"] = server.ca
    rest = "&".join(f"{name}={quote(value, safe='/,.:-')}" for name, value in parameters.items())
    database = quote(server.database, safe="")
    return f"postgresql://{person}{places}/{database}{rest and '?'}{rest}"


def without_password(url: str) -> str:
    """Return a URL without its password, wherever it stands; the rest is left as it is.

    Raises what `from_url` raises: where the parts of a URL cannot be told, its password cannot.
    """
    from_url(url)
    scheme, userinfo, places, path, query = _parts(url)
    person = userinfo.partition(":")[0]
    kept = [one for one in query.split("&") if one and one.partition("=")[0] != "password"]
    return _joined(scheme, person, places, path, "&".join(kept))


def with_password(url: str, password: str) -> str:
    """Return a URL with this password instead of any it had; for libpq only, never to be shown."""
    scheme, userinfo, places, path, query = _parts(without_password(url))
    if not userinfo:  # a password needs a person before it: the parameter does not
        query = "&".join(one for one in (query, f"password={quote(password, safe='')}") if one)
        return _joined(scheme, userinfo, places, path, query)
    return _joined(scheme, f"{userinfo}:{quote(password, safe='')}", places, path, query)


def has_password(url: str) -> bool:
    """Say whether a URL holds a password, an empty one not counting."""
    return bool(password_of(url))


def password_of(url: str) -> str:
    """Return the password that a URL holds, "" without one; never to be shown."""
    _scheme, userinfo, _places, _path, query = _parts(url)
    given = dict(_parameters(query)).get("password")
    return given or _text(userinfo.partition(":")[2], "url")


def _parts(url: str) -> tuple[str, str, str, str, str]:
    found = _SCHEME.match(url)
    if not found or len(url) > _LONGEST or _unprintable(url):
        raise DeskError("invalid_value", field="url")
    rest, _, query = url[found.end() :].partition("?")
    authority, _, path = rest.partition("/")
    userinfo, _, places = authority.rpartition("@")
    if "@" in userinfo:  # libpq would take what follows the first one for the host
        raise DeskError("invalid_value", field="url")
    return found[0], userinfo, places, path, query


def _joined(scheme: str, userinfo: str, places: str, path: str, query: str) -> str:
    person = f"{userinfo}@" if userinfo else ""
    return f"{scheme}{person}{places}/{path}{query and '?'}{query}"


def _parameters(query: str) -> list[tuple[str, str]]:
    found = []
    for one in query.split("&") if query else ():
        name, given, value = one.partition("=")
        if not given or not re.fullmatch(r"[a-z_]+", name):
            raise DeskError("invalid_value", field="url")
        found.append((name, _text(value, "url")))
    if len(dict(found)) != len(found):
        raise DeskError("invalid_value", field="url")
    return found


def _hosts(places: str, host: str, port: str) -> tuple[tuple[str, int], ...]:
    if host:  # as parameters: sockets, or lists beside each other
        ports = port.split(",") if port else [""]
        names = host.split(",")
        if len(ports) not in (1, len(names)):
            raise DeskError("invalid_value", field="port")
        ports = ports * len(names) if len(ports) == 1 else ports
        return tuple((name, _port(one)) for name, one in zip(names, ports, strict=True))
    return tuple(_host(one, port) for one in places.split(","))


def _host(place: str, port: str) -> tuple[str, int]:
    if place.startswith("["):
        name, closed, rest = place[1:].partition("]")
        if not closed or (rest and not rest.startswith(":")):
            raise DeskError("invalid_value", field="host")
        return name, _port(rest[1:] or port)
    name, _, own = place.partition(":")
    return _text(name, "host"), _port(own or port)


def _port(text: str) -> int:
    if not text:
        return USUAL_PORT
    if not re.fullmatch(r"[0-9]{1,5}", text):
        raise DeskError("invalid_value", field="port")
    return int(text)


def _place(host: str, port: int) -> str:
    name = f"[{host}]" if ":" in host else quote(host, safe="")
    return name if port == USUAL_PORT else f"{name}:{port}"


def _bad_hosts(hosts: list[str]) -> bool:
    if not hosts or hosts == [""]:  # the usual folder's socket
        return not hosts
    return any(_bad_host(host) for host in hosts)


def _bad_host(host: str) -> bool:
    if host.startswith(("/", "@")):
        return "," in host or _unprintable(host)
    return not re.fullmatch(r"[\w.:%-]{1,253}", host)


def _text(quoted: str, field_name: str) -> str:
    if re.search(r"%(?![0-9A-Fa-f]{2})", quoted):
        raise DeskError("invalid_value", field=field_name)
    try:
        return unquote_to_bytes(quoted).decode("utf-8")
    except UnicodeDecodeError:
        raise DeskError("invalid_value", field=field_name) from None


def _unprintable(text: str) -> bool:
    return any(one < " " or one == "\x7f" for one in text)
