"""The form's fields and the address they mean, both ways."""

from __future__ import annotations

from dataclasses import replace

import pytest

from desktop.domain.errors import DeskError
from desktop.server_address import has_password
from ui.screens.connect.typed import Typed, address_of, typed_of

TYPED = Typed("db1.example.org", "yimen", "desk", "geheim")


@pytest.mark.parametrize(
    ("hosts", "places"),
    [
        ("db1", "db1"),
        ("db1:5432", "db1"),
        ("db1, db2:5433", "db1,db2:5433"),
        ("db1，db2；db3", "db1,db2,db3"),
        ("db1\ndb2", "db1,db2"),
        ("10.0.0.7:6000", "10.0.0.7:6000"),
        ("::1", "[::1]"),
        ("[fe80::1]:5433", "[fe80::1]:5433"),
    ],
)
def test_hosts_are_written_as_people_do(hosts: str, places: str) -> None:
    address = address_of(replace(TYPED, hosts=hosts))
    assert address == f"postgresql://desk@{places}/yimen?sslmode=verify-full"


@pytest.mark.parametrize(
    "hosts", ["db1:x", "db1:0", "db1:70000", ":5432", "d b/1", "[::1", "db1:5432:1/2", "ho st!"]
)
def test_a_wrong_host_or_port_points_at_the_servers_field(hosts: str) -> None:
    with pytest.raises(DeskError) as caught:
        address_of(replace(TYPED, hosts=hosts))
    assert (caught.value.code, caught.value.values["field"]) == ("invalid_value", "hosts")


@pytest.mark.parametrize(
    ("typed", "field"),
    [
        (Typed(" ", "yimen", "desk"), "hosts"),
        (Typed("db1", "", "desk"), "database"),
        (Typed("db1", "yimen", "  "), "person"),
    ],
)
def test_what_is_missing_is_named(typed: Typed, field: str) -> None:
    with pytest.raises(DeskError) as caught:
        address_of(typed)
    assert (caught.value.code, caught.value.values["field"]) == ("missing_field", field)


def test_no_address_holds_the_password() -> None:
    assert not has_password(address_of(TYPED))
    assert "geheim" not in address_of(TYPED)


@pytest.mark.parametrize(
    "address",
    [
        "postgresql://desk@db1,db2:5433/yimen?sslmode=verify-full&sslrootcert=/etc/ca.pem",
        "postgresql://desk@db1/yimen?sslmode=require",
        "postgresql://desk@/yimen?host=/run/postgresql&port=5432&sslmode=prefer",
        "postgresql://desk@db1/yimen?application_name=left&sslmode=verify-ca",
    ],
)
def test_an_address_comes_back_from_the_form_as_it_was(address: str) -> None:
    typed = typed_of(address)
    back = typed_of(address_of(typed))
    assert back == typed


@pytest.mark.parametrize(
    "address",
    [
        "postgresql://desk:ge%2Fheim%21@db1/yimen",
        "postgresql://desk@db1/yimen?password=ge%2Fheim%21",
    ],
)
def test_a_pasted_password_is_taken_out(address: str) -> None:
    typed = typed_of(address)
    assert typed.password == "ge/heim!"
    assert "heim" not in address_of(typed)


def test_the_usual_protection_is_said_where_the_address_does_not() -> None:
    assert typed_of("postgresql://desk@db1/yimen").tls == "verify-full"
    assert typed_of("postgresql://desk@127.0.0.1/yimen").tls == "prefer"


@pytest.mark.parametrize("text", ["http://db1/yimen", "postgresql://db1", "db1:5432", "x://"])
def test_what_is_no_address_is_refused_without_repeating_it(text: str) -> None:
    with pytest.raises(DeskError) as caught:
        typed_of(text)
    assert caught.value.code == "invalid_value"
    assert text not in caught.value.values.values()
