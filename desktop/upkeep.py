"""What keeps a desk's database safe and proves it whole: copies and the journal's verification."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import TypeVar

from desktop import requests as r
from desktop import snapshots as s
from desktop.domain.site import Site
from desktop.journal.looking import Look
from desktop.journal.verifier import Cancelled as Unverified
from desktop.journal.verifier import check_sound, verify
from desktop.ports import Cancelled, Progress, Stopped, Store
from desktop.use_cases import settings_file

A = TypeVar("A", bound=s.Answer)


class Upkeep(ABC):
    """The part of a desk that only needs its store and which site it is."""

    store: Store

    @abstractmethod
    def site(self) -> str:
        """Return the code of the site."""

    @abstractmethod
    def look(self, use_case: Callable[[Look], A]) -> A:
        """Run a reading use case on one consistent look."""

    def site_names(self, codes: Sequence[str]) -> list[str]:
        """Return what the sites with these codes are called, in the same order."""
        return [self._site_name(code) for code in codes]

    def _site_name(self, code: str) -> str:
        with self.store.look(code) as reads:
            row = reads.get(Site, code)
        return row.name if row is not None else code

    def copy_setup(self, path: Path) -> s.SettingsFileAnswer:
        """Write what `settings.export` writes, for a copy to practise on; anybody may."""
        request = r.ExportSettings(str(path))
        return self.look(lambda look: settings_file.export(look, request))

    def back_up(self, request: r.MakeBackup) -> s.CopyAnswer:
        """Copy the database; the copy counts when its journal was verified."""
        self.site()
        return s.CopyAnswer(request.path, self.store.backup(Path(request.path), check_sound))

    def back_up_to(
        self, path: Path, progress: Progress, cancelled: Cancelled
    ) -> s.CopyAnswer | None:
        """Do what `back_up` does and say how far it is; None if `cancelled` stopped it."""
        self.site()
        sound = partial(check_sound, cancelled=cancelled)
        try:
            return s.CopyAnswer(str(path), self.store.backup(path, sound, progress, cancelled))
        except (Stopped, Unverified):
            return None

    def verify(self) -> s.VerifyAnswer:
        """Recompute the chain, project anew and compare."""
        with self.store.look(self.site()) as reads:
            found = verify(reads)
        faults = tuple(s.FaultShape(fault.pos, fault.what) for fault in found.faults)
        return s.VerifyAnswer(found.sound, found.events, found.head, faults)
