"""Open a database: SQLite in a file, PostgreSQL by URL; and begin writing, fairly."""

from __future__ import annotations

import random
import time
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.engine import ExceptionContext
from sqlalchemy.exc import InvalidatePoolError
from sqlalchemy.pool import QueuePool
from sqlcipher3 import dbapi2 as sqlite

from db.location import check_file, is_url
from db.names import with_known_hosts
from db.problems import gone_away, world_faults
from desktop.domain.errors import DeskError

# All of 3.7.0–3.51.2 can lose pages when a WAL is reset while another connection writes.
_OLDEST_SQLITE = (3, 51, 3)

# Short locks that are nobody's turn (recovery of the WAL, the last one leaving) may be waited
# for inside SQLite; the write lock may not: see `begin_write`.
_READ_PATIENCE = 2000
_OPEN_PATIENCE = 10.0
_WRITE_PATIENCE = 10.0
_POOL_PATIENCE = 5.0  # for a connection to PostgreSQL when all are in use

# What the server, the database or the login is used to does not count: the driver reads dates in
# one style only, our own deadlines are `db.deadlines`, the tables are in `public`.  A PC that is
# unplugged while it holds a site's lock lets go of it after two seconds.
_SESSION = (
    "-c timezone=UTC -c datestyle=ISO -c standard_conforming_strings=on -c search_path=public"
    " -c statement_timeout=0 -c lock_timeout=3s -c idle_in_transaction_session_timeout=2s"
)

# Seconds between two tries for the write lock; seconds given to the others before each turn
# for as long as somebody was met there lately.  Of 2,000 turns of 8 processes the least had
# 12 % (12.5 % is even) at 2,360 a second, p99 11 ms; without the pauses 2 %, 3,130, 57 ms.
_RETRY = (0.0001, 0.001)
_YIELD = (0.0002, 0.002)
_LATELY = 0.02
_CROWDED = "yimen_crowded_until"

_PRAGMAS = (
    "PRAGMA synchronous=FULL",
    "PRAGMA foreign_keys=ON",
    "PRAGMA temp_store=MEMORY",
    "PRAGMA cache_size=-16384",  # 16 MiB for each connection, of which a program has two or three
    # No mmap_size: a disk error under a mapped page kills the program instead of raising.
    # Whoever commits page 4,000 (16 MiB) pays the checkpoint, 25 ms.  At SQLite's own 1,000 it is
    # 10 ms, but so often that p99 shows it (9 ms against 1).  `tidy` spares both when idle.
    "PRAGMA wal_autocheckpoint=4000",
    "PRAGMA journal_size_limit=67108864",
    "PRAGMA trusted_schema=OFF",
)


def open_engine(database: str | Path, *, read_only: bool = False) -> Engine:
    """Open a database at a path (SQLite) or a `postgresql://` URL, and try it once.

    A missing SQLite file is made unless `read_only`.  In autocommit, outside a transaction that
    `begin_write` or `begin_read` opened, each SQLite statement stands alone.  Raises DeskError
    `not_found`, `invalid_value`, `database_on_network`, `database_read_only`,
    `database_damaged`, `database_busy`, `disk_full`, `database_away`.
    """
    if is_url(database):
        return open_postgres(str(database), read_only=read_only)
    return _tried(_sqlite_engine(Path(database), read_only=read_only))


def open_postgres(conninfo: str, *, read_only: bool = False) -> Engine:
    """Open a PostgreSQL database by anything libpq understands, and try it once."""
    return _tried(_postgres_engine(conninfo, read_only=read_only))


def _tried(engine: Engine) -> Engine:
    try:
        with world_faults(sqlite_path(engine) or ""), engine.connect() as connection:
            if sqlite_path(engine):
                # The first page is read: a foreign or encrypted file shows itself here.
                connection.exec_driver_sql("SELECT count(*) FROM sqlite_master")
    except BaseException:
        engine.dispose()
        raise
    return engine


def sqlite_path(engine: Engine) -> Path | None:
    """Return the absolute path of an engine's SQLite file, None for PostgreSQL."""
    found = engine.get_execution_options().get("yimen_path")
    return found if isinstance(found, Path) else None


def name_of(engine: Engine) -> str:
    """Return what people may read of where a database is: a path, or its name and host."""
    return str(sqlite_path(engine) or engine.get_execution_options().get("yimen_name", ""))


def begin_write(connection: Connection, patience: float = _WRITE_PATIENCE) -> None:
    """Begin a transaction that may write, and wait for the turn up to `patience` seconds.

    SQLite has one write lock, without a queue: whoever asks at the right moment has it, and
    one that writes in a loop would starve the others.  So we ask with short random pauses, and
    whoever had to wait pauses before its next turns too, if they follow at once.  Where nobody
    waits, nothing is lost.  PostgreSQL only begins: its rows are locked one by one.

    The connection must not be in a transaction already, a read included; end this one with
    `connection.commit()` or `rollback()`.  Raises DeskError `database_busy`.
    """
    connection.begin()
    if connection.dialect.name != "sqlite":
        return
    driver = connection.connection.driver_connection
    info = connection.info
    try:
        if time.monotonic() < info.get(_CROWDED, 0.0):
            time.sleep(random.uniform(*_YIELD))
        if not _try_immediate(driver):
            wait_for_turn(driver, patience)
            info[_CROWDED] = time.monotonic() + _LATELY
    except BaseException:
        connection.rollback()
        raise


def begin_read(connection: Connection) -> None:
    """Begin a transaction that only reads, of one moment: the one of its first statement."""
    connection.begin()
    if connection.dialect.name == "sqlite":
        connection.exec_driver_sql("BEGIN")
    else:
        connection.exec_driver_sql("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")


def tidy(engine: Engine) -> None:
    """Move what lies in SQLite's WAL into the file, in an idle moment, stopping nobody.

    Call it from a thread that nobody waits for; what cannot be moved now is moved later.
    """
    if sqlite_path(engine):
        with engine.connect() as connection:
            connection.exec_driver_sql("PRAGMA wal_checkpoint(PASSIVE)").close()


def _try_immediate(driver: Any) -> bool:
    driver.set_busy_timeout(0)
    try:
        driver.execute("BEGIN IMMEDIATE")
    except sqlite.OperationalError as error:
        if error.sqlite_errorcode & 0xFF != sqlite.SQLITE_BUSY:
            with world_faults():
                raise
        return False
    finally:
        driver.set_busy_timeout(_READ_PATIENCE / 1000)
    return True


def wait_for_turn(driver: Any, patience: float) -> None:
    """Take SQLite's write lock by a driver connection, or raise DeskError `database_busy`."""
    until = time.monotonic() + patience
    while time.monotonic() < until:
        time.sleep(random.uniform(*_RETRY))
        if _try_immediate(driver):
            return
    raise DeskError("database_busy")


def _sqlite_engine(path: Path, *, read_only: bool) -> Engine:
    if sqlite.sqlite_version_info < _OLDEST_SQLITE:
        raise RuntimeError(f"SQLite {sqlite.sqlite_version} can corrupt a database in WAL mode")
    path = path.absolute()
    with world_faults(path):
        check_file(path, read_only=read_only)
    return create_engine(
        "sqlite://",
        module=sqlite,
        creator=lambda: open_file(path, read_only=read_only),
        poolclass=QueuePool,
        hide_parameters=True,  # an error goes to the log, and they may be people's data
        pool_use_lifo=True,  # the connection with the warm cache
        execution_options={"yimen_path": path},
    )


def open_file(path: Path, *, read_only: bool = False) -> Any:
    """Open one driver connection to a SQLite file, with our settings, in autocommit.

    Raises DeskError as `open_engine` does.
    """
    mode = "ro" if read_only else "rwc"
    with world_faults(path):
        driver = sqlite.connect(
            f"{path.absolute().as_uri()}?mode={mode}",
            uri=True,
            isolation_level=None,
            timeout=_READ_PATIENCE / 1000,
            check_same_thread=False,
            cached_statements=512,
        )
        try:
            for pragma in _PRAGMAS:
                driver.execute(pragma)
            if read_only:
                driver.execute("PRAGMA query_only=ON")
            else:
                _use_wal(driver)
        except BaseException:
            driver.close()
            raise
    return driver


def _use_wal(driver: Any) -> None:
    """Turn WAL on; several programs may do this to a new file at the same moment."""
    until = time.monotonic() + _OPEN_PATIENCE
    while True:
        try:
            with closing(driver.execute("PRAGMA journal_mode=WAL")) as rows:
                if rows.fetchone() != ("wal",):
                    raise RuntimeError("SQLite refuses WAL here")
                return
        except sqlite.OperationalError as error:
            if error.sqlite_errorcode & 0xFF != sqlite.SQLITE_BUSY or time.monotonic() > until:
                raise
            time.sleep(random.uniform(*_RETRY))


def dial(engine: Engine) -> Any:
    """Open one driver connection of its own, in autocommit, with our parameters and deadlines.

    For whoever waits for notices or sends them; the caller closes it.  Raises DeskError
    `database_away`, `database_busy`.
    """
    driver = engine.get_execution_options()["yimen_connect"]()
    driver.autocommit = True
    return driver


def _postgres_engine(conninfo: str, *, read_only: bool) -> Engine:
    connect, name = _postgres_connect(conninfo, read_only=read_only)
    engine = create_engine(
        "postgresql+psycopg://",
        creator=connect,
        isolation_level="READ COMMITTED",
        paramstyle="format",  # as on SQLite: `db.quick` hands values over by position
        hide_parameters=True,  # as above
        pool_use_lifo=True,
        pool_timeout=_POOL_PATIENCE,
        execution_options={"yimen_connect": connect, "yimen_name": name},
    )
    event.listen(engine, "handle_error", _forget_dead_connection)
    event.listen(engine, "checkout", _replace_dead_connection)
    return engine


def _postgres_connect(conninfo: str, *, read_only: bool) -> tuple[Callable[[], Any], str]:
    """Return what opens a connection, and the database's name for people."""
    # A late import: a desk on one PC should not load the other engine's driver (40 ms).
    import psycopg

    from db.bounded import Bounded  # late: as above

    try:
        parameters = postgres_parameters(psycopg.conninfo.conninfo_to_dict(conninfo))
    except psycopg.ProgrammingError:
        # Its text repeats the URL, which may hold a password.
        raise DeskError("invalid_value", field="url") from None
    if read_only:
        parameters["target_session_attrs"] = "any"
        parameters["options"] += " -c default_transaction_read_only=on"

    def connect() -> Any:
        try:
            with world_faults():
                return Bounded.connect(**with_known_hosts(parameters))
        except psycopg.ProgrammingError:  # a parameter's value that the driver refuses
            raise DeskError("invalid_value", field="url") from None
        except UnicodeError:  # a name that no host can have: Python's own resolver says so
            raise DeskError("database_away") from None

    host = parameters.get("host") or parameters.get("hostaddr") or "localhost"
    return connect, f"{parameters.get('dbname') or parameters.get('user', '')} @ {host}"


def postgres_parameters(given: dict[str, Any]) -> dict[str, Any]:
    """Return libpq's parameters for a desk: ours, overridden by those given in the URL.

    The time-outs are those of an unplugged cable: an error after about six seconds instead of
    minutes.  Without `sslmode` a server elsewhere must prove who it is (`verify-full`, channel
    binding); on loopback and sockets `prefer`.  Without `sslrootcert` the system's authorities
    count: see `root_certificates`.
    """
    hosts = str(given.get("hostaddr") or given.get("host") or "").split(",")
    ours: dict[str, Any] = {
        "connect_timeout": 2,
        "tcp_user_timeout": 2500,
        "keepalives_idle": 2,
        "keepalives_interval": 1,
        "keepalives_count": 2,
        "target_session_attrs": "read-write",
        "application_name": "yimen",
        "client_encoding": "UTF8",
    }
    if all(_is_local(host) for host in hosts):
        ours["sslmode"] = "prefer"
    elif "sslmode" not in given:
        ours |= {"sslmode": "verify-full", "channel_binding": "require"}
    options = f"{_SESSION} {given.get('options', '')}"
    found = ours | given | {"options": options.strip()}
    if str(found["sslmode"]).startswith("verify"):
        # A late import: TLS of our own is only for those who verify.
        from db.probing import root_certificates

        roots = root_certificates(given.get("sslrootcert"))
        found |= {"sslrootcert": roots} if roots else {}
    return found


def _is_local(host: str) -> bool:
    local = ("", "localhost", "::1", "[::1]")
    return host in local or host.startswith(("/", "@", "127."))


def _forget_dead_connection(context: ExceptionContext) -> None:
    if gone_away(context.original_exception):
        context.is_disconnect = True


def _replace_dead_connection(driver: Any, record: object, proxy: object) -> None:
    """Let the pool replace, unseen, a connection that died while it was idle, and the others."""
    if driver.stale() and not driver.ping():
        raise InvalidatePoolError
