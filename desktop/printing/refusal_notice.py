"""不予受理决定书, 不予办理决定书, or 不予办理告知单: a refusal, its reason, the way on."""

from __future__ import annotations

from typing import Final

from desktop.domain.papers import RefusalNotice
from desktop.printing.notice import NoticeLayout, Setting

_LINE: Final = "_" * 28


def lay_out(facts: RefusalNotice, setting: Setting) -> NoticeLayout:
    """Return the notice's parts in order; only an authority's decision has legal remedies."""
    say, day = setting.words.say, setting.words.day
    form_of = "service" if facts.style == "service" else facts.stage
    title = say(f"refusal_notice.title_{form_of}")
    sentence = say(
        f"refusal_notice.{setting.address(facts.applicant)}_{form_of}",
        received=day(facts.received_on),
        item=facts.matter.item_name,
    )
    blocks = (
        *setting.salutation(facts.applicant.name),
        setting.prose(sentence),
        setting.form(
            [
                [("reason", facts.reason)],
                [("refusal_basis", facts.basis or _write_in(facts))],
                *setting.who(facts.applicant),
                *setting.what(facts.matter),
                [("received", day(facts.received_on)), ("decided", day(facts.decided_on))],
                [("handler", facts.heading.handled_by)],
                [("enquiry", setting.enquiry(facts.heading))],
            ]
        ),
        setting.prose(_way_on(facts, setting), above=0.9),
    )
    return NoticeLayout(
        title, facts.heading, facts.matter.case_number, blocks, setting.receiver(title)
    )


def _write_in(facts: RefusalNotice) -> str:
    """Return a line to write the legal ground on: an authority's decision must name one."""
    return "" if facts.style == "service" else _LINE


def _way_on(facts: RefusalNotice, setting: Setting) -> str:
    say = setting.words.say
    if facts.style == "service":
        return say("refusal_notice.service_way", window=facts.heading.window_name)
    return say(
        "refusal_notice.remedies",
        review_body=facts.review_body or say("refusal_notice.review_body"),
        court=facts.court or say("refusal_notice.court"),
    )
