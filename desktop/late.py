"""Commands that come too late: refused, and written down beside the refusal, once."""

from __future__ import annotations

from collections.abc import Callable
from uuid import NAMESPACE_OID, uuid5

from desktop import requests as r
from desktop.domain.errors import DeskError
from desktop.journal.runner import Origin, Runner
from desktop.snapshots import Answer, Nothing
from desktop.use_cases.fences import record_late


def run(
    runner: Runner,
    site: str,
    request: r.Request,
    use_case: Callable[..., Answer],
    kind: type[Answer],
    origin: Origin,
) -> Answer:
    """Run a command; one that is `late_command` is written down in a second transaction.

    The refusal is the answer only after that, so that it can be asked for again until it is.
    Its id follows from the command's: asked again, the same refusal, and written down once.
    """
    try:
        return runner.run(site, request, use_case, kind, origin)
    except DeskError as error:
        if error.code == "late_command" and isinstance(request, r.FENCED) and request.ticket:
            named = (request.counter, request.ticket, request.verb, request.fence)
            note = r.RecordLate(*named, _meant(request))
            command = _id_of(origin.command)
            beside = Origin(command, origin.staff, origin.initiator)
            try:
                runner.run(site, note, record_late, Nothing, beside)
            except DeskError as unwritten:
                if unwritten.code == "outcome_unknown":  # asked again under the command's own id
                    raise DeskError("outcome_unknown", command=origin.command) from unwritten
                raise
        raise


def _meant(request: r.Request) -> str | None:
    """Return the outcomes that a finish named, in words of the console; they count for nothing."""
    if not isinstance(request, r.FinishStop):
        return None
    lines = [f"{one.case} {one.outcome} {one.note or ''}".strip() for one in request.outcomes]
    return "\n".join(lines) or None


def _id_of(command: str | None) -> str | None:
    return None if command is None else str(uuid5(NAMESPACE_OID, f"late/{command}"))
