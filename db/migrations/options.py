"""How Alembic runs and compares here; the same for migrating, drafting and testing."""

from __future__ import annotations

from typing import Any, Literal

from alembic.autogenerate.api import AutogenContext

from db import column_types

_OURS = (column_types.UtcTime, column_types.Day, column_types.JsonText)


def render_item(kind: str, item: Any, context: AutogenContext) -> str | Literal[False]:
    """Write our own types into a drafted step; an enum's column is plain text there.

    A step must mean the same for ever, so it may name a type, never a list of members.
    """
    if kind != "type":
        return False
    if isinstance(item, column_types.StrEnumText):
        return "sa.Text()"
    if isinstance(item, _OURS):
        context.imports.add("from db import column_types")
        return f"column_types.{type(item).__name__}()"
    return False


def include_name(name: str | None, kind: str, parents: Any) -> bool:
    """Leave out what the tables in the code cannot declare.

    An FTS5 table and its parts, and the index of pieces, which differs between the engines.
    """
    undeclared = {"table": "enterprise_fts", "index": "ix_enterprise_index_pieces"}.get(kind)
    return undeclared is None or name is None or not name.startswith(undeclared)


OPTIONS: dict[str, Any] = {
    # SQLite can roll DDL back; Alembic does not believe it by itself.
    "transactional_ddl": True,
    "render_as_batch": True,  # SQLite's ALTER TABLE is too weak for most steps
    "compare_type": True,
    "compare_server_default": True,
    "render_item": render_item,
    "include_name": include_name,
}
