"""A server's address: read, written and read again; the password nowhere but where it is asked."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from psycopg import conninfo

from desktop.domain.errors import DeskError
from desktop.server_address import (
    TLS,
    Server,
    check,
    from_url,
    has_password,
    to_url,
    with_password,
    without_password,
)

SECRET = "s:e/c@r%e?t&=密码"
TWO = (
    "postgresql://%E6%9F%9C:hunter2@db1,db2:6432/yimen?sslmode=verify-full&sslrootcert=/etc/ca.crt"
)

names = st.text(st.characters(exclude_categories=["Cs", "Cc"]), min_size=1, max_size=30)
hosts = st.from_regex(r"[a-z0-9][a-z0-9.-]{0,20}", fullmatch=True) | st.just("fe80::1")
ports = st.integers(1, 65535)
paths = names.map(lambda text: "/" + text.replace(",", "")).filter(lambda text: len(text) > 1)
places = st.lists(st.tuples(hosts, ports), min_size=1, max_size=3) | st.lists(
    st.tuples(paths, ports), min_size=1, max_size=2
)
servers = st.builds(
    Server,
    hosts=places.map(tuple),
    database=names,
    person=names | st.just(""),
    tls=st.sampled_from(["", *TLS]),
    ca=st.none() | paths | st.just("system"),
)


def test_a_url_is_read() -> None:
    hosts = (("db1", 5432), ("db2", 6432))
    assert from_url(TWO) == Server(hosts, "yimen", "柜", "verify-full", "/etc/ca.crt")
    assert to_url(from_url(TWO)) == TWO.replace(":hunter2", "")


@pytest.mark.parametrize(
    ("url", "hosts"),
    [
        ("postgres://a/d", (("a", 5432),)),
        ("postgresql://u@/d?host=%2Frun%2Fpg&port=6000", (("/run/pg", 6000),)),
        ("postgresql:///d?host=a,b&port=1,2", (("a", 1), ("b", 2))),
        ("postgresql:///d?host=a,b&port=7", (("a", 7), ("b", 7))),
        ("postgresql://%2Frun%2Fpg/d", (("/run/pg", 5432),)),
        ("postgresql://[fe80::1]:6000,[::1]/d", (("fe80::1", 6000), ("::1", 5432))),
        ("postgresql:///d", (("", 5432),)),
    ],
)
def test_hosts(url: str, hosts: tuple[tuple[str, int], ...]) -> None:
    assert from_url(url).hosts == hosts
    assert from_url(to_url(from_url(url))) == from_url(url)


@pytest.mark.parametrize(
    ("url", "field"),
    [
        ("", "url"),
        ("mysql://a/d", "url"),
        ("postgresql//a/d", "url"),
        ("host=a dbname=d", "url"),
        ("postgresql://u:p@ss@a/d", "url"),
        ("postgresql://a/d?sslmode", "url"),
        ("postgresql://a/d?port=1&port=2", "url"),
        ("postgresql://a/d\n", "url"),
        ("postgresql://" + "a" * 3000, "url"),
        ("postgresql://a/d?connect_timeout=soon", "url"),
        ("postgresql://a/d?target_session_attrs=writable", "url"),
        ("postgresql://a", "database"),
        ("postgresql://a/", "database"),
        ("postgresql://a/%zz", "database"),
        ("postgresql://a/%ff", "database"),
        ("postgresql://u:hunter2/2@a/d", "port"),
        ("postgresql://a:b/d", "port"),
        ("postgresql://a:0/d", "port"),
        ("postgresql://a:65536/d", "port"),
        ("postgresql:///d?host=a,b&port=1,2,3", "port"),
        ("postgresql://a b/d", "host"),
        ("postgresql://[::1/d", "host"),
        ("postgresql://a,,b/d?x=1", "host"),
        ("postgresql://%00@a/d", "person"),
        ("postgresql://a/d?sslmode=on", "tls"),
    ],
)
def test_a_typo_is_named_by_its_field_and_never_repeated(url: str, field: str) -> None:
    for read in (from_url, without_password):
        with pytest.raises(DeskError) as refused:
            read(url)
        assert (refused.value.code, refused.value.values) == ("invalid_value", {"field": field})


@given(servers)
def test_what_is_written_is_read_back(server: Server) -> None:
    check(server)
    assert from_url(to_url(server)) == server


@given(servers, names)
def test_libpq_reads_the_same(server: Server, password: str) -> None:
    read = conninfo.conninfo_to_dict(with_password(to_url(server), password))
    assert read["password"] == password
    assert read["dbname"] == server.database
    assert read.get("user", "") == server.person
    assert read["host"] == ",".join(host for host, _port in server.hosts)
    given_ports = str(read.get("port", "")).split(",")
    assert [int(port or 5432) for port in given_ports] == [port for _host, port in server.hosts]
    assert read.get("sslmode", "") == server.tls
    assert read.get("sslrootcert") == server.ca


@given(servers, names)
def test_a_password_goes_in_and_out(server: Server, password: str) -> None:
    url = to_url(server)
    full = with_password(url, password)
    assert has_password(full)
    assert not has_password(url)
    assert without_password(full) == url
    assert without_password(with_password(full, "another")) == url
    assert from_url(full) == server


def test_a_password_as_a_parameter_is_found_too() -> None:
    url = "postgresql://u@a/d?password=hunter2&sslmode=require"
    assert has_password(url)
    assert without_password(url) == "postgresql://u@a/d?sslmode=require"
    assert "hunter2" not in to_url(from_url(url)) + with_password(url, SECRET)
