"""What of the database only programs that talk to a server need, loaded when it is first used.

PostgreSQL's driver costs a desk on one PC 50 ms of its start for nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from desktop.domain.errors import Value
from desktop.server_address import Diagnosis


def diagnose(url: str) -> Diagnosis:
    """Try a server; see `db.diagnosis.diagnose`."""
    from db import diagnosis  # late: see above

    return diagnosis.diagnose(url)


def set_up_server(
    admin: str,
    database: str,
    login: str,
    password: Callable[[bool], str | None],
    report: Callable[[str, bool, Mapping[str, Value]], None],
) -> str:
    """Prepare a server; see `db.server_setup.set_up_server`."""
    from db import server_setup  # late: see above

    return server_setup.set_up_server(admin, database, login, password, report)


def address_for_desks(admin: str, database: str, login: str, hosts: str = "") -> str:
    """Return the desks' URL; see `db.server_setup.address_for_desks`."""
    from db import server_setup  # late: see above

    return server_setup.address_for_desks(admin, database, login, hosts)
