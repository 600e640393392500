"""What connecting decides: is the form right, does the server answer, where the password goes."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

from PySide6.QtCore import QObject, Signal, Slot

from desktop.domain.errors import DeskError
from desktop.server_address import Diagnosis, with_password
from ui.background import Job, Lanes
from ui.screens.connect.ports import Passwords, ServerDoors
from ui.screens.connect.typed import Typed, address_of


@dataclass(frozen=True, slots=True)
class Verdict:
    """How a try ended: what was `found`, what was refused, or that it was given up."""

    found: Diagnosis | None = None
    error: DeskError | None = None
    stopped: bool = False


@dataclass(frozen=True, slots=True)
class Tried:
    """What a try came to: `taken`, or `locked` out of the (`new`) file of passwords, or only
    `found`."""

    found: Diagnosis
    taken: bool = False
    locked: bool = False
    new: bool = False


class Connect(QObject):
    """Tests a server, and takes it.

    `problem(DeskError | None)` of one field; `busy(bool)`; `told(Verdict)`;
    `passphrase_wanted(new)` before a password can be kept; `chosen(address)`: the server answered
    and its password is kept.  The address never holds the password.
    """

    problem = Signal(object)
    busy = Signal(bool)
    told = Signal(object)
    passphrase_wanted = Signal(bool)
    chosen = Signal(str)

    def __init__(self, lanes: Lanes, doors: ServerDoors, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._lanes, self._doors = lanes, doors
        self._job: Job | None = None
        self._address, self._password = "", ""

    def test(self, typed: Typed) -> None:
        """Ask the server, and say what was found."""
        self._begin(typed, take=False)

    def use(self, typed: Typed) -> None:
        """Ask the server and, if the desk can work there, keep the password and take it."""
        self._begin(typed, take=True)

    def stop(self) -> None:
        """Give up waiting for the server."""
        if self._job is not None:
            self._job.cancel()
            self._end()
            self.told.emit(Verdict(stopped=True))

    def unlock(self, passphrase: str) -> None:
        """Open the file of passwords, then keep this one in it."""
        if self._job is None:
            found = Diagnosis(ok=True)
            self._run(
                partial(_unlock, self._doors, passphrase, self._address, self._password, found)
            )

    def _begin(self, typed: Typed, *, take: bool) -> None:
        if self._job is not None:
            return
        try:
            self._address = address_of(typed)
        except DeskError as error:
            self.problem.emit(error)
            return
        self.problem.emit(None)
        self._password = typed.password
        self._run(partial(_try, self._doors, self._address, self._password, take))

    def _run(self, work: Callable[[], Tried]) -> None:
        self.busy.emit(True)
        self._job = self._lanes.io.submit(work, self._tried, self._refused, ended=self._end)

    @Slot(object)
    def _tried(self, tried: Tried) -> None:
        self._end()
        if tried.taken:
            self.chosen.emit(self._address)
        elif tried.locked:
            self.passphrase_wanted.emit(tried.new)
        else:
            self.told.emit(Verdict(tried.found))

    @Slot(object)
    def _refused(self, error: DeskError) -> None:
        self._end()
        self.told.emit(Verdict(error=error))

    @Slot()
    def _end(self) -> None:
        """Work may go on; told before what was found, and alone after a fault of ours."""
        if self._job is not None:
            self._job = None
            self.busy.emit(False)


def look(doors: ServerDoors, address: str, password: str) -> Diagnosis:
    """Ask a server, with the password given or the one that is kept; in a lane."""
    secret = password or kept_password(doors.passwords, address)
    return doors.diagnose(with_password(address, secret) if secret else address)


def kept_password(passwords: Passwords, address: str) -> str:
    """Return the password kept for an address, "" while there is none to be had; in a lane."""
    return "" if passwords.locked else passwords.get(address) or ""


def keep(passwords: Passwords, address: str, password: str) -> None:
    """Keep a password; a place that cannot be written is `not_kept`, in a lane."""
    try:
        passwords.put(address, password)
    except OSError:
        raise DeskError("not_kept") from None


def unlock(doors: ServerDoors, passphrase: str) -> None:
    """Open the file of passwords, or make it; one that cannot be written is `not_kept`."""
    try:
        doors.passwords.unlock(passphrase)
    except OSError:
        raise DeskError("not_kept") from None


def has_kept(passwords: Passwords, address: str) -> bool:
    """Say whether this PC has the password of an address; in a lane."""
    return bool(kept_password(passwords, address))


def _try(doors: ServerDoors, address: str, password: str, take: bool) -> Tried:
    found = look(doors, address, password)
    return _keep(doors, address, password, found) if take and found.ok else Tried(found)


def _keep(doors: ServerDoors, address: str, password: str, found: Diagnosis) -> Tried:
    if password and doors.passwords.locked:
        return Tried(found, locked=True, new=doors.passwords.new)
    if password:
        keep(doors.passwords, address, password)
    return Tried(found, taken=True)


def _unlock(
    doors: ServerDoors, passphrase: str, address: str, password: str, found: Diagnosis
) -> Tried:
    unlock(doors, passphrase)
    return _keep(doors, address, password, found)
