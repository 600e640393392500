"""Host names that resolve in time: libpq's own look-up has no deadline."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Final

from db.probing import resolved
from desktop.domain.errors import DeskError

LIMIT: Final = 1.5
"""Seconds for a name; a resolver whose server is away thinks for ten and more."""

Resolve = Callable[[str, int, float], object]


def with_known_hosts(given: Mapping[str, Any], resolve: Resolve = resolved) -> dict[str, Any]:
    """Return libpq's parameters without the hosts whose name does not resolve in time.

    Addresses and folders of sockets are left alone.  DeskError `database_away` when no host is
    left.
    """
    parameters = dict(given)
    hosts = str(given.get("host") or "").split(",")
    if given.get("hostaddr") or not any(_is_name(host) for host in hosts):
        return parameters
    ports = str(given.get("port") or "").split(",")
    if len(ports) != len(hosts):
        ports = ports[:1] * len(hosts)
    known = [
        (host, port)
        for host, port in zip(hosts, ports, strict=True)
        if not _is_name(host) or _resolves(host, resolve)
    ]
    if not known:
        raise DeskError("database_away")
    parameters["host"] = ",".join(host for host, _ in known)
    if given.get("port"):
        parameters["port"] = ",".join(port for _, port in known)
    return parameters


def _resolves(host: str, resolve: Resolve) -> bool:
    try:
        resolve(host, 0, LIMIT)
    except DeskError:
        return False
    return True


def _is_name(host: str) -> bool:
    """Say whether a host is a name, and not an address, a socket's folder or this PC."""
    if not host or host == "localhost" or host.startswith(("/", "@")) or ":" in host:
        return False
    return not host.replace(".", "").isdigit()
