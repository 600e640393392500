"""办结回执, or 终止办理回执: how the case ended and what was handed over."""

from __future__ import annotations

from desktop.domain.papers import ResolutionReceipt
from desktop.printing.notice import NoticeLayout, Setting
from desktop.printing.strips import Block


def lay_out(facts: ResolutionReceipt, setting: Setting) -> NoticeLayout:
    """Return the receipt's parts in order."""
    say, day = setting.words.say, setting.words.day
    resolved = facts.outcome == "resolved"
    ending = "" if resolved else "_terminated"
    title = say(f"resolution_receipt.title{ending}")
    sentence = say(
        f"resolution_receipt.{setting.address(facts.applicant)}{ending}",
        received=day(facts.received_on),
        item=facts.matter.item_name,
        ended=day(facts.ended_on),
    )
    blocks = (
        *setting.salutation(facts.applicant.name),
        setting.prose(sentence),
        _form(facts, setting),
        *_documents(facts, setting),
        setting.prose(say(f"resolution_receipt.{'rate' if resolved else 'again'}"), above=0.9),
    )
    return NoticeLayout(
        title, facts.heading, facts.matter.case_number, blocks, setting.receiver(title)
    )


def _form(facts: ResolutionReceipt, setting: Setting) -> Block:
    day = setting.words.day
    resolved = facts.outcome == "resolved"
    return setting.form(
        [
            *setting.who(facts.applicant),
            *setting.what(facts.matter),
            [
                ("received", day(facts.received_on)),
                ("accepted", day(facts.accepted_on) if facts.accepted_on else ""),
            ],
            [
                ("due", day(facts.due_on) if facts.due_on else ""),
                ("ended" if resolved else "terminated", day(facts.ended_on)),
            ],
            [("result" if resolved else "end_reason", facts.result or "")],
            [("handler", facts.heading.handled_by)],
            [("enquiry", setting.enquiry(facts.heading))],
        ]
    )


def _documents(facts: ResolutionReceipt, setting: Setting) -> tuple[Block, ...]:
    if not facts.documents:
        return ()
    rows = [[name, "□"] for name in facts.documents]
    return (setting.listing(("document", "received"), rows, (10.3, 2)),)
