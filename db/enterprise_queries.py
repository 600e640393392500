"""What commands and screens look up of enterprises beyond rows by their key: SQL for one site."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import or_, select

from db import tables as t
from db.rows import SqlRows, select_rows
from desktop.domain.enterprise_file import Enterprise, EnterpriseContact

_CHUNK = 500


class EnterpriseQueries(SqlRows):
    """Part of `ports.Queries`; changes of this transaction are written before each."""

    def enterprises_with(self, codes: Sequence[str], names: Sequence[str]) -> list[Enterprise]:
        """Return the enterprises with these codes or exactly these names, merged ones as well."""
        return [
            *self._in(Enterprise, t.enterprise.c.uscc, codes),
            *self._in(Enterprise, t.enterprise.c.name, names),
        ]

    def merged_into(self, ids: Sequence[str]) -> list[Enterprise]:
        """Return the enterprises whose files were merged into these."""
        return self._in(Enterprise, t.enterprise.c.merged_into, ids)

    def contacts_of(self, ids: Sequence[str]) -> list[EnterpriseContact]:
        """Return the people of these enterprises, oldest first."""
        found = self._in(EnterpriseContact, t.enterprise_contact.c.enterprise_id, ids)
        return sorted(found, key=lambda row: row.contact_id)

    def shared_materials(self, enterprise_id: str) -> list[tuple[str, tuple[str, ...]]]:
        """Return (item, materials given) of accepted or ended cases of the enterprise.

        Those of enterprises merged into it are its own.
        """
        self.flush()
        merged = (
            select(t.enterprise.c.enterprise_id)
            .where(t.enterprise.c.site_id == self.site)
            .where(t.enterprise.c.merged_into == enterprise_id)
        )
        own = t.case.c.enterprise_id
        statement = (
            select(t.case.c.item, t.case.c.given)
            .where(t.case.c.site_id == self.site)
            .where(or_(own == enterprise_id, own.in_(merged)))
            .where(t.case.c.accepted_on.is_not(None))
        )
        return [(item, given) for item, given in self.connection.execute(statement)]

    def _in(self, kind: type[Any], column: Any, values: Sequence[str]) -> list[Any]:
        """Return the rows of a class whose column has one of these values."""
        self.flush()
        rows: list[Any] = []
        for start in range(0, len(values), _CHUNK):
            some = list(values[start : start + _CHUNK])
            statement = select_rows(kind).where(column.in_(some))
            rows += self.take(kind, self.connection.execute(statement, {"p_site": self.site}))
        return rows
