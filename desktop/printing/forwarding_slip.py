"""转办单: the case goes to the authority that decides it."""

from __future__ import annotations

from desktop.domain.papers import ForwardingSlip
from desktop.printing.notice import NoticeLayout, Setting, Signature
from desktop.printing.strips import Block


def lay_out(facts: ForwardingSlip, setting: Setting) -> NoticeLayout:
    """Return the slip's parts in order; the authority is addressed and signs."""
    say, day = setting.words.say, setting.words.day
    title = say("forwarding_slip.title")
    values = {"received": day(facts.received_on), "item": facts.matter.item_name}
    applicant = facts.applicant.name
    sentence = (
        say("forwarding_slip.body", applicant=applicant, **values)
        if applicant
        else say("forwarding_slip.body_nobody", **values)
    )
    blocks = (
        *setting.salutation(facts.to),
        setting.prose(sentence),
        _form(facts, setting),
        *setting.materials(facts.materials),
    )
    signature = Signature(say("close.receiver_unit"), say("close.copies_forward", title=title))
    return NoticeLayout(title, facts.heading, facts.matter.case_number, blocks, signature)


def _form(facts: ForwardingSlip, setting: Setting) -> Block:
    say, day = setting.words.say, setting.words.day
    heading = facts.heading
    limit = say("forwarding_slip.limit_unknown")
    if facts.limit:
        limit = say("forwarding_slip.limit_theirs", limit=setting.words.limit(facts.limit))
    return setting.form(
        [
            [("requirement", facts.requirement or say("forwarding_slip.requirement"))],
            [("limit", limit)],
            [
                ("forwarded", day(facts.forwarded_on)),
                ("return_by", day(facts.return_by) if facts.return_by else ""),
            ],
            [("reference", facts.reference or "")],
            *setting.who(facts.applicant),
            *setting.what(facts.matter),
            [("from", heading.window_name), ("handler", heading.handled_by)],
            [("phone", heading.phone or "")],
            [("feedback", "\n")],
        ]
    )
