"""Who is at the other end of a host and port: its name, its port, its certificate.

Asked of the network itself, step by step, because libpq's own answer is one sentence in whatever
language; the standard library only.
"""

from __future__ import annotations

import socket
import ssl
import struct
import sys
from collections.abc import Sequence
from contextlib import closing
from pathlib import Path
from queue import Empty, SimpleQueue
from threading import Thread
from time import monotonic

from desktop.domain.errors import DeskError

_TLS_REQUEST = struct.pack("!ii", 8, 80877103)  # "Message Formats" in PostgreSQL's manual
# X509_V_ERR_…, openssl/x509_vfy.h
_NOT_YET_VALID, _EXPIRED = 9, 10
_OTHER_NAME, _OTHER_ADDRESS = 62, 64

Address = str


def resolved(host: str, port: int, limit: float) -> list[Address]:
    """Return the addresses of a host name, at most two; DeskError `server_unknown`.

    The system's resolver may think for long where the name server is away, and cannot be told
    otherwise: it is given `limit` seconds on a thread of its own.
    """
    found: SimpleQueue[list[Address]] = SimpleQueue()

    def ask() -> None:
        try:
            infos = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
        except (OSError, UnicodeError):
            infos = []
        found.put(list(dict.fromkeys(str(info[4][0]) for info in infos)))

    Thread(target=ask, name="yimen-resolver", daemon=True).start()
    try:
        addresses = found.get(timeout=limit)
    except Empty:
        addresses = []
    if not addresses:
        raise DeskError("server_unknown", host=host)
    return addresses[:2]


def listening(host: str, port: int, addresses: Sequence[Address], limit: float) -> Address:
    """Return the first address where somebody listens.

    DeskError `server_refused` (a host is there, nobody listens), `server_no_route`.
    """
    until = monotonic() + limit
    refused = False
    for left, address in zip(range(len(addresses), 0, -1), addresses, strict=True):
        patience = max(0.05, (until - monotonic()) / left)
        try:
            socket.create_connection((address, port), patience).close()
            return address
        except ConnectionRefusedError:
            refused = True
        except OSError:  # timed out, no route, unreachable, forbidden by a firewall
            continue
    if refused:
        raise DeskError("server_refused", host=host, port=port)
    raise DeskError("server_no_route", host=host)


def socket_is_served(folder: str, port: int) -> bool:
    """Say whether somebody listens at the Unix socket in a folder."""
    if sys.platform == "win32":
        return True  # libpq will say
    at = f"{folder}/.s.PGSQL.{port}"
    with closing(socket.socket(socket.AF_UNIX)) as one:
        one.settimeout(1)
        try:
            one.connect("\0" + at[1:] if folder.startswith("@") else at)
        except OSError:
            return False
        return True


def tls_fault(
    host: str, address: Address, port: int, mode: str, roots: str | None, limit: float
) -> DeskError | None:
    """Return what is wrong with the server's TLS for libpq's `sslmode`, None if nothing is found.

    `tls_missing`, `certificate_untrusted`, `certificate_expired`,
    `certificate_other_name {host}`, `server_strange {host, port}`: no PostgreSQL.
    """
    # libpq takes `require` for `verify-ca` where roots are named.
    strict = mode in ("verify-full", "verify-ca") or (mode == "require" and bool(roots))
    try:
        with socket.create_connection((address, port), limit) as plain:
            plain.sendall(_TLS_REQUEST)
            answer = plain.recv(1)
            if answer not in (b"S", b"N", b"E"):
                return DeskError("server_strange", host=host, port=port)
            if answer != b"S":
                needed = strict or mode == "require"
                return DeskError("tls_missing") if needed and answer == b"N" else None
            if strict:
                return _certificate_fault(plain, host, mode == "verify-full", roots)
    except OSError:  # it was reached a moment ago: nothing is known
        return None
    return None


def _certificate_fault(
    plain: socket.socket, host: str, whole: bool, roots: str | None
) -> DeskError | None:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.check_hostname = whole
    try:
        if roots:
            context.load_verify_locations(roots)
        context.wrap_socket(plain, server_hostname=host, do_handshake_on_connect=True).close()
    except ssl.SSLCertVerificationError as error:
        if error.verify_code in (_EXPIRED, _NOT_YET_VALID):
            return DeskError("certificate_expired")
        if error.verify_code in (_OTHER_NAME, _OTHER_ADDRESS):
            return DeskError("certificate_other_name", host=host)
        return DeskError("certificate_untrusted")
    except ssl.SSLError:  # a file of roots without any, or no common version of TLS
        return DeskError("certificate_untrusted")
    return None


def root_certificates(given: str | None) -> str | None:
    """Return the file of root certificates to hand to libpq; None where there is none.

    A path is taken as it is; without one libpq's own place counts (`root.crt` of this person),
    then, as for the word `system`, the file of the operating system: the driver's own OpenSSL
    would look for it in a folder that only its builders have.
    """
    if given and given != "system":
        return given
    own = Path.home() / ".postgresql" / "root.crt"
    if sys.platform != "win32" and not given and own.exists():
        return str(own)
    paths = ssl.get_default_verify_paths()
    known = (paths.cafile, paths.openssl_cafile, "/etc/ssl/certs/ca-certificates.crt")
    return next((path for path in known if path and Path(path).exists()), None)
