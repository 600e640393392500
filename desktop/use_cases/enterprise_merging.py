"""Two files of one company become one: what belongs to the one belongs to the other from now on.

Nothing is moved.  The merged file says where it lives on, and whoever looks for its tickets,
cases, people or notes, or for it by its old name, is led there.
"""

from __future__ import annotations

from dataclasses import replace

from desktop.domain.enterprise_events import EnterpriseCared, EnterprisesMerged
from desktop.domain.enterprise_file import Enterprise, EnterpriseCare
from desktop.domain.errors import DeskError
from desktop.domain.state import need
from desktop.journal.work import Work
from desktop.requests import MergeEnterprises
from desktop.snapshots import EnterpriseAnswer
from desktop.use_cases import references
from desktop.use_cases.shapes import enterprise_shape


def merge(work: Work, request: MergeEnterprises) -> EnterpriseAnswer:
    """Answer `enterprise.merge`: `keep` stays, `merge` becomes part of it, for good.

    Raises `merge_itself`, `already_merged {name}`, `merge_two_codes {uscc, other}` (two codes
    are two companies), `missing_reason`.
    """
    kept = _own(work, request.keep)
    merged = _own(work, request.merge)
    if kept.enterprise_id == merged.enterprise_id:
        raise DeskError("merge_itself")
    if kept.uscc is not None and merged.uscc is not None:
        raise DeskError("merge_two_codes", uscc=kept.uscc, other=merged.uscc)
    reason = work.reason(request.reason, kept.enterprise_id)
    earlier = work.tx.merged_into([merged.enterprise_id])
    _merge_care(work, kept, merged)
    work.record(
        EnterprisesMerged(
            kept=_filled(kept, merged),
            merged=replace(
                merged,
                uscc=None,
                merged_into=kept.enterprise_id,
                contact=None if kept.contact is None else merged.contact,
            ),
            reason_text=reason,
            also=tuple(sorted(row.enterprise_id for row in earlier)),
        )
    )
    after = need(work.tx, Enterprise, kept.enterprise_id)
    care = work.tx.get(EnterpriseCare, kept.enterprise_id)
    return EnterpriseAnswer(enterprise_shape(after, care))


def _own(work: Work, reference: str) -> Enterprise:
    """Return an enterprise that stands for itself; `already_merged` for one that does not."""
    row = work.tx.get(Enterprise, reference)
    if row is not None and row.merged_into is not None:
        kept = references.kept_enterprise(work.tx, row)
        raise DeskError("already_merged", name=row.name, kept=kept.name)
    return references.enterprise(work.tx, reference)


def _filled(kept: Enterprise, merged: Enterprise) -> Enterprise:
    """Return the kept file with what only the other one had: code, places, contact."""
    return replace(
        kept,
        uscc=kept.uscc or merged.uscc,
        registered_place=kept.registered_place or merged.registered_place,
        work_place=kept.work_place or merged.work_place,
        contact=kept.contact or merged.contact,
    )


def _merge_care(work: Work, kept: Enterprise, merged: Enterprise) -> None:
    """Let the kept file have the care that only the other one had; the other has none any more."""
    theirs = work.tx.get(EnterpriseCare, merged.enterprise_id)
    if theirs is None:
        return
    before = work.tx.get(EnterpriseCare, kept.enterprise_id)
    ours = before or EnterpriseCare(kept.enterprise_id)
    after = replace(
        ours,
        tier=ours.tier or theirs.tier,
        named_contact=ours.named_contact or theirs.named_contact,
    )
    if after != ours:
        work.record(EnterpriseCared(after))
    if theirs.tier is not None or theirs.named_contact is not None:
        work.record(EnterpriseCared(EnterpriseCare(merged.enterprise_id)))
