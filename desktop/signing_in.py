"""Signing in: the password is hashed first, then, and briefly, the site is locked.

A password is in no request that is remembered, and in nothing that is hashed to tell one command
from another: `staff.set_password` again under its id is the same command whatever the password.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Final, Protocol, TypeVar, cast

from desktop import requests as r
from desktop import snapshots as s
from desktop.domain.errors import DeskError
from desktop.domain.roles import needs_person
from desktop.domain.rules import CREDENTIALS, Rules
from desktop.domain.signing_in import TRIES, check_password
from desktop.domain.site import Setting
from desktop.journal.looking import Look
from desktop.ports import Store
from desktop.use_cases import permissions
from desktop.use_cases.people import staff_code
from desktop.use_cases.signing_in import standing
from desktop.verifiers import fits, new_verifier

A = TypeVar("A", bound=s.Answer)


_AWAY: Final = ("database_away", "outcome_unknown")


@dataclass(slots=True)
class _Here:
    """Who signed in last in this program, how that was verified, and wrong tries while away."""

    staff: s.StaffShape
    verifier: str = field(repr=False)
    wrong: int = 0


class Looker(Protocol):
    """Runs a reading use case on one consistent look."""

    def __call__(self, use_case: Callable[[Look], A]) -> A:
        """Return its answer."""
        ...


class SigningIn:
    """The passwords of one desk; `look` and `do` are the desk's own."""

    def __init__(
        self, store: Store, site: Callable[[], str], look: Looker, do: Callable[..., s.Answer]
    ) -> None:
        self._store = store
        self._site = site
        self._look = look
        self._do = do
        self._here: _Here | None = None

    def sign_in(self, request: r.SignIn) -> s.StaffAnswer:
        """Return who signs in.

        Raises `sign_in_wrong {left}`, after the fifth `sign_in_locked {minutes}`; the same for
        somebody whom nobody knows, who left, or who has no password, and as slowly.  While the
        database is away, who signed in here last comes back with the same password.
        """
        code = staff_code(request.staff)
        try:
            return self._signed_in(code, request.password)
        except DeskError as error:
            if error.code not in _AWAY or self._here is None or self._here.staff.code != code:
                raise
            return self._comes_back(self._here, request.password, error)

    def _signed_in(self, code: str, password: str) -> s.StaffAnswer:
        found = self._standing(code)
        answer = self._tried(code, found, fits(found.verifier, password))
        assert answer.staff is not None
        assert found.verifier is not None
        self._here = _Here(answer.staff, found.verifier)
        return s.StaffAnswer(answer.staff)

    def _comes_back(self, here: _Here, password: str, away: DeskError) -> s.StaffAnswer:
        """Let the last one back in: nothing can be written down, and after five tries nobody is."""
        if here.wrong >= TRIES:
            raise away
        if not fits(here.verifier, password):
            here.wrong += 1
            raise DeskError("sign_in_wrong", left=TRIES - here.wrong)
        here.wrong = 0
        return s.StaffAnswer(here.staff)

    def set_password(
        self, request: r.SetPassword, command: str | None, by: str | None
    ) -> s.StaffAnswer:
        """Give a person a password; `by` None: they do it themselves, with the old one."""
        code = staff_code(request.staff)
        giver = staff_code(by) if by else code
        check_password(code, request.password)
        proof = None
        if giver == code and request.old is not None and not self._was_done(command):
            found = self._standing(code)
            if found.credential is not None:
                if not fits(found.verifier, request.old):
                    self._tried(code, found, False)
                proof = found.credential
        kept = r.KeepPassword(code, new_verifier(request.password), proof)
        answer = cast("s.StaffAnswer", self._do(kept, command, giver))
        if self._here is not None and self._here.staff.code == code:
            self._here = _Here(self._here.staff, kept.verifier)
        return answer

    def permit(self, request: r.Request, staff: str | None) -> None:
        """Raise unless the person may; a database that cannot be read has nobody to ask about."""
        if not needs_person(request.verb):
            return
        try:
            with self._store.look(self._site()) as reads:
                kept = reads.get(Setting, CREDENTIALS)
                rules = Rules({} if kept is None else {CREDENTIALS: kept.value})
                permissions.check_rows(reads, rules, request, staff)
        except DeskError as error:
            if error.code in permissions.REFUSALS:
                raise

    def _standing(self, code: str) -> s.Standing:
        return self._look(lambda look: standing(look, code))

    def _tried(self, code: str, found: s.Standing, right: bool) -> s.SignInAnswer:
        """Write down what came of a try; raises if it was wrong."""
        if found.credential is None:
            raise DeskError("sign_in_wrong")
        tried = r.RecordSignIn(code, found.credential, right)
        answer = cast("s.SignInAnswer", self._do(tried, None, code if right else None))
        if answer.minutes:
            raise DeskError("sign_in_locked", minutes=answer.minutes)
        if not right:
            raise DeskError("sign_in_wrong", left=answer.left)
        return answer

    def _was_done(self, command: str | None) -> bool:
        """Say whether it was done before: then the old password is no longer the old one."""
        return command is not None and self._store.was_done(self._site(), command) is not None
