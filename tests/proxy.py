"""A TCP proxy before PostgreSQL that a test makes misbehave: the network's faults, on purpose.

    with Proxy(server) as proxy:
        store = SqlStore(proxy.url("desk"))
        proxy.black_hole()        # live and new connections: nothing passes, nobody is told
        proxy.restore()

What is held back in the dark waits, as TCP would send it again: after `restore` it arrives, even
if the client has given up.  One thread; every order has taken effect when the call returns.
"""

from __future__ import annotations

import queue
import selectors
import socket
import struct
import threading
import time
from collections import deque
from collections.abc import Callable, Sequence
from enum import Enum
from itertools import cycle
from types import TracebackType
from typing import Final, Literal
from urllib.parse import quote

from tests.postgres import LOOPBACK, PostgresServer
from tests.postgres_messages import ClientMessages, ServerMessages, commits, has_committed

Toward = Literal["client", "server"]
_MOST: Final = 1 << 20  # bytes that wait before we stop reading
_PART: Final = 1 << 16
_PATIENCE: Final = 5.0
_ABRUPT: Final = struct.pack("ii", 1, 0)  # SO_LINGER: close() sends RST


class Loss(Enum):
    """How the client learns that its connection is lost: at once, or never."""

    RESET = "reset"
    SILENCE = "silence"


class Proxy:
    """One listening port in front of one server."""

    def __init__(self, server: PostgresServer) -> None:
        self.accepted = 0
        self.commits = 0
        self.lost = 0
        self._upstream = str(server.folder / f".s.PGSQL.{server.port}")
        self._listener: socket.socket | None = None
        self.port = 0
        self._links: list[_Link] = []
        self._dead: set[Toward] = set()
        self._delay = 0.0
        self._turns: cycle[float] | None = None
        self._turn_at = 0.0
        self._to_lose = 0
        self._loss = (True, Loss.RESET)
        self._ended = False
        self._orders: queue.SimpleQueue[tuple[Callable[[], None], threading.Event]]
        self._orders = queue.SimpleQueue()
        self._waker, self._woken = socket.socketpair()
        self._selector = selectors.DefaultSelector()
        self._events: dict[socket.socket, int] = {}
        self._thread = threading.Thread(target=self._run, name="proxy")

    def __enter__(self) -> Proxy:
        """Listen on a free port of loopback."""
        self._woken.setblocking(False)
        self._selector.register(self._woken, selectors.EVENT_READ, None)
        self._listen()
        self._thread.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        where: TracebackType | None,
    ) -> None:
        """End every connection and the thread."""
        self._order(self._end)
        self._thread.join()
        self._waker.close()
        self._woken.close()
        self._selector.close()

    def url(self, name: str, user: str = "yimen", more: str = "") -> str:
        """Return the libpq URL of a database behind the proxy; `more` begins with `&`."""
        return f"postgresql://{user}@{LOOPBACK}:{self.port}/{quote(name)}?sslmode=disable{more}"

    @property
    def live(self) -> int:
        """Return how many connections there are."""
        return len(self._links)

    # ---- Orders --------------------------------------------------------------------------

    def restore(self) -> None:
        """Let everything pass again, what was held back included; listen again."""
        self._order(self._restore)

    def black_hole(self) -> None:
        """Let nothing pass either way and tell nobody; new connections are taken and hang."""
        self._order(lambda: self._dead.update(("client", "server")))

    def half_open(self, dead: Toward) -> None:
        """Let nothing pass any more toward one side."""
        self._order(lambda: self._dead.add(dead))

    def delay(self, seconds: float) -> None:
        """Hold everything from now on for so long, each way."""
        self._order(lambda: setattr(self, "_delay", seconds))

    def reset(self) -> None:
        """End every live connection with RST; new ones are taken as before."""
        self._order(lambda: self._end_links(abruptly=True))

    def refuse(self, *, reset: bool = False) -> None:
        """Stop listening, so that new connections are refused; live ones go on, or end too."""
        self._order(lambda: self._refuse(reset))

    def flap(self, turns: Sequence[float]) -> None:
        """Be a black hole for the first of these seconds, whole for the second, and so on."""
        self._order(lambda: self._flap(turns))

    def lose_commits(self, count: int = 1, *, arrives: bool = True, how: Loss = Loss.RESET) -> None:
        """Lose the answers of the next `count` COMMITs that succeed, and their connections.

        Not `arrives`: the server never sees the COMMIT, which looks the same to the client; with
        `SILENCE` its transaction stays open, as that of a PC whose cable was pulled.
        """
        self._order(lambda: self._lose(count, arrives, how))

    def _order(self, work: Callable[[], None]) -> None:
        done = threading.Event()
        self._orders.put((work, done))
        self._waker.send(b"!")
        if not done.wait(_PATIENCE):
            raise RuntimeError("the proxy does not answer")

    def _restore(self) -> None:
        self._dead.clear()
        self._delay, self._turns, self._to_lose = 0.0, None, 0
        if self._listener is None:
            self._listen()

    def _refuse(self, reset: bool) -> None:
        self._deafen()
        if reset:
            self._end_links(abruptly=True)

    def _lose(self, count: int, arrives: bool, how: Loss) -> None:
        self._to_lose, self._loss = count, (arrives, how)

    def _flap(self, turns: Sequence[float]) -> None:
        self._turns, self._turn_at = cycle(turns), 0.0
        self._dead.clear()

    def _end(self) -> None:
        self._ended = True
        self._deafen()
        self._end_links(abruptly=False)

    def _end_links(self, abruptly: bool) -> None:
        for link in list(self._links):
            self._drop(link, abruptly=abruptly)

    def _listen(self) -> None:
        self._listener = socket.create_server((LOOPBACK, self.port), backlog=256)
        self._listener.setblocking(False)
        self.port = self._listener.getsockname()[1]
        self._selector.register(self._listener, selectors.EVENT_READ, self._accept)

    def _deafen(self) -> None:
        if self._listener is not None:
            self._selector.unregister(self._listener)
            self._listener.close()
            self._listener = None

    # ---- The thread ----------------------------------------------------------------------

    def _run(self) -> None:
        while not self._ended:
            self._take_turns()
            for link in list(self._links):
                self._attend(link)
            for key, events in self._selector.select(self._pause()):
                if key.data is None:
                    self._woken.recv(_PART)
                else:
                    key.data(events)
            while not self._orders.empty():
                work, done = self._orders.get()
                work()
                done.set()

    def _pause(self) -> float | None:
        """Return how long nothing is to be done if nothing comes; None: for ever."""
        moments = [way.waiting[0][0] for link in self._links for way in link.ways if way.waiting]
        if self._turns is not None:
            moments.append(self._turn_at)
        now = time.monotonic()
        later = [moment - now for moment in moments if moment > now]
        return min(later) if later else None

    def _take_turns(self) -> None:
        if self._turns is None or time.monotonic() < self._turn_at:
            return
        self._turn_at = time.monotonic() + next(self._turns)
        if self._dead:
            self._dead.clear()
        else:
            self._dead.update(("client", "server"))

    def _accept(self, _events: int) -> None:
        assert self._listener is not None
        try:
            client, _ = self._listener.accept()
        except BlockingIOError:  # whoever called has gone
            return
        self.accepted += 1
        self._links.append(_Link(client))

    def _attend(self, link: _Link) -> None:
        """Say what this connection waits for now, and end it when it is through."""
        if not link.ways:
            if link.silent or self._dead == {"client", "server"}:
                return  # a new connection in the dark hangs
            try:
                link.join(_connected(self._upstream))
            except OSError:
                self._drop(link, abruptly=True)
                return
        if all(way.closed for way in link.ways):
            self._drop(link, abruptly=False)
            return
        wanted: dict[socket.socket, int] = {}
        for way in link.ways:
            if link.silent or way.toward in self._dead:
                continue
            if not way.ended and way.size() < _MOST:
                wanted[way.source] = wanted.get(way.source, 0) | selectors.EVENT_READ
            if way.waiting and way.waiting[0][0] <= time.monotonic():
                wanted[way.target] = wanted.get(way.target, 0) | selectors.EVENT_WRITE
        self._register(link, wanted)

    def _register(self, link: _Link, wanted: dict[socket.socket, int]) -> None:
        # A socket nothing is wanted from is left out whole, or the end of it would wake us.
        for sock in link.sockets():
            events, before = wanted.get(sock, 0), self._events.get(sock, 0)
            if not events:
                self._forget(sock)
            elif not before:
                self._selector.register(sock, events, lambda e, s=sock: self._pass(link, s, e))
                self._events[sock] = events
            elif events != before:
                self._selector.modify(sock, events, self._selector.get_key(sock).data)
                self._events[sock] = events

    def _forget(self, sock: socket.socket) -> None:
        if self._events.pop(sock, 0):
            self._selector.unregister(sock)

    def _pass(self, link: _Link, sock: socket.socket, events: int) -> None:
        try:
            for way in link.ways:
                if link not in self._links or link.silent:
                    return
                if way.source is sock and events & selectors.EVENT_READ:
                    self._read(link, way)
                if way.target is sock and events & selectors.EVENT_WRITE:
                    way.write()
        except BlockingIOError:
            return
        except OSError:
            self._drop(link, abruptly=True)

    def _read(self, link: _Link, way: _Way) -> None:
        data = way.source.recv(_PART)
        if not data:
            way.ended = True
            way.close_if_through()
        for message in link.messages(way, data):
            if self._is_lost(link, way, message):
                return
            way.waiting.append((time.monotonic() + self._delay, message))

    def _is_lost(self, link: _Link, way: _Way, message: bytes) -> bool:
        """Count COMMITs; cut the connection at the one that is to be lost."""
        arrives, how = self._loss
        if way.toward == "server" and commits(message):
            self.commits += 1
            link.committing = self._to_lose > 0
            lost = link.committing and not arrives
        else:
            lost = way.toward == "client" and link.committing and has_committed(message)
        if lost:
            self._to_lose -= 1
            self.lost += 1
            if how is Loss.RESET:
                self._drop(link, abruptly=True)
            else:
                self._hush(link, arrives)
        return lost

    def _hush(self, link: _Link, arrives: bool) -> None:
        """Never tell the client anything again; the server is left alone if it waits for more."""
        link.silent = True
        if arrives:
            server = link.ways[0].target
            self._forget(server)
            server.close()
            link.ways = ()

    def _drop(self, link: _Link, *, abruptly: bool) -> None:
        if link in self._links:
            self._links.remove(link)
        for sock in link.sockets():
            self._forget(sock)
            if abruptly and sock.family == socket.AF_INET:
                sock.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, _ABRUPT)
            sock.close()


class _Way:
    """One direction of a connection, and what waits to be sent there."""

    def __init__(self, toward: Toward, source: socket.socket, target: socket.socket) -> None:
        self.toward, self.source, self.target = toward, source, target
        self.waiting: deque[tuple[float, bytes]] = deque()
        self.ended = False
        self.closed = False

    def size(self) -> int:
        """Return how many bytes wait."""
        return sum(len(data) for _, data in self.waiting)

    def write(self) -> None:
        """Send what is due."""
        while self.waiting and self.waiting[0][0] <= time.monotonic():
            due, data = self.waiting[0]
            sent = self.target.send(data)  # raises where nothing fits: then all of it still waits
            self.waiting.popleft()
            if sent < len(data):
                return self.waiting.appendleft((due, data[sent:]))
        self.close_if_through()

    def close_if_through(self) -> None:
        """Tell the target that nothing more comes, once all has been sent."""
        if self.ended and not self.waiting and not self.closed:
            self.target.shutdown(socket.SHUT_WR)
            self.closed = True


class _Link:
    """One connection of a client, and ours to the server for it once there is one."""

    def __init__(self, client: socket.socket) -> None:
        client.setblocking(False)
        client.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self.client = client
        self.ways: tuple[_Way, ...] = ()
        self.committing = False
        self.silent = False
        self._said = ClientMessages()
        self._answered = ServerMessages()

    def join(self, server: socket.socket) -> None:
        """Begin to pass between the two."""
        self.ways = (_Way("server", self.client, server), _Way("client", server, self.client))

    def sockets(self) -> tuple[socket.socket, ...]:
        """Return the client's socket and the server's."""
        return (self.client, self.ways[0].target) if self.ways else (self.client,)

    def messages(self, way: _Way, data: bytes) -> list[bytes]:
        """Return the whole messages that these bytes complete."""
        if way.toward == "client":
            found = self._answered.take(data)
            self._said.opaque = self._answered.opaque
            return found
        found = self._said.take(data)
        self._answered.single += self._said.asked
        self._said.asked = 0
        return found


def _connected(upstream: str) -> socket.socket:
    sock = socket.socket(socket.AF_UNIX)
    try:
        sock.connect(upstream)
    except OSError:
        sock.close()
        raise
    sock.setblocking(False)
    return sock
