"""Every key begins with the site: what keeps partitions and a spread database open.

Read from the server's own catalogue, so that what a migration made counts, not what was meant.
"""

from __future__ import annotations

from collections.abc import Iterator

import psycopg
import pytest

from tests.postgres import PostgresServer

SITELESS = {"alembic_version", "schema_gate"}
"""The schema's own number and who may work on it: one row for the whole database."""

LED_OTHERWISE = {"uq_enterprise_index_place"}
"""Of an index derived from a site's rows; the site is its second column."""

KEYS = """
SELECT t.relname, i.relname, a.attname
FROM pg_index x JOIN pg_class t ON t.oid = x.indrelid JOIN pg_class i ON i.oid = x.indexrelid
JOIN pg_namespace n ON n.oid = t.relnamespace
JOIN pg_attribute a ON a.attrelid = t.oid AND a.attnum = x.indkey[0]
WHERE n.nspname = 'public' AND t.relkind = 'r' AND x.indisunique
UNION ALL
SELECT t.relname, c.conname, a.attname
FROM pg_constraint c JOIN pg_class t ON t.oid = c.conrelid
JOIN pg_namespace n ON n.oid = t.relnamespace
JOIN pg_attribute a ON a.attrelid = t.oid AND a.attnum = c.conkey[1]
WHERE n.nspname = 'public' AND c.contype = 'f'
"""
SERIALS = "SELECT sequencename FROM pg_sequences WHERE schemaname = 'public'"
TRIGGERS = "SELECT tgname FROM pg_trigger WHERE NOT tgisinternal"


@pytest.fixture
def catalogue(
    postgres_server: PostgresServer, postgres_template: str
) -> Iterator[psycopg.Connection]:
    """Give a connection to a database with our tables."""
    url = postgres_server.create("keys", postgres_template)
    with psycopg.connect(url) as connection:
        yield connection
    postgres_server.drop("keys")


def test_every_key_begins_with_the_site(catalogue: psycopg.Connection) -> None:
    found = catalogue.execute(KEYS).fetchall()
    assert len(found) > 20
    elsewhere = [
        (table, key, column)
        for table, key, column in found
        if table not in SITELESS and key not in LED_OTHERWISE
        if column != ("code" if table == "site" else "site_id")
    ]
    assert elsewhere == []


def test_no_number_comes_from_a_sequence_and_no_rule_from_a_trigger(
    catalogue: psycopg.Connection,
) -> None:
    assert catalogue.execute(SERIALS).fetchall() == []
    assert catalogue.execute(TRIGGERS).fetchall() == []
