"""Certificates for test servers: an authority of one's own, and what it signs."""

from __future__ import annotations

import ipaddress
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec


@dataclass(frozen=True, slots=True)
class Pair:
    """A certificate and its key, both as PEM."""

    certificate: bytes
    key: bytes

    def files(self) -> dict[str, bytes]:
        """Return the files that PostgreSQL reads by their usual names."""
        return {"server.crt": self.certificate, "server.key": self.key}


def authority(name: str = "Test CA") -> Pair:
    """Return an authority that signed itself."""
    key = ec.generate_private_key(ec.SECP256R1())
    return _signed(key, _named(name), key, _named(name), (-30, 30), authority=True)


def signed_by(
    authority: Pair, *names: str, days: tuple[int, int] = (-1, 1), self_signed: bool = False
) -> Pair:
    """Return a server's certificate for these host names and addresses.

    It is good from and to so many days from now.
    """
    key = ec.generate_private_key(ec.SECP256R1())
    if self_signed:
        return _signed(key, _named(names[0]), key, _named(names[0]), days, names)
    signer = serialization.load_pem_private_key(authority.key, None)
    assert isinstance(signer, ec.EllipticCurvePrivateKey)
    issuer = x509.load_pem_x509_certificate(authority.certificate).subject
    return _signed(key, _named(names[0]), signer, issuer, days, names)


def _named(name: str) -> x509.Name:
    return x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, name)])


def _signed(
    key: ec.EllipticCurvePrivateKey,
    subject: x509.Name,
    signer: ec.EllipticCurvePrivateKey,
    issuer: x509.Name,
    days: tuple[int, int],
    names: tuple[str, ...] = (),
    *,
    authority: bool = False,
) -> Pair:
    now = datetime.now(UTC)
    made = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(issuer)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now + timedelta(days[0]))
        .not_valid_after(now + timedelta(days[1]))
        .add_extension(x509.BasicConstraints(ca=authority, path_length=None), critical=True)
    )
    if names:
        made = made.add_extension(
            x509.SubjectAlternativeName([_general(name) for name in names]), critical=False
        )
    certificate = made.sign(signer, hashes.SHA256())
    return Pair(
        certificate.public_bytes(serialization.Encoding.PEM),
        key.private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        ),
    )


def _general(name: str) -> x509.GeneralName:
    try:
        return x509.IPAddress(ipaddress.ip_address(name))
    except ValueError:
        return x509.DNSName(name)
