"""一次性告知书, after acceptance 补正告知书: everything that is missing, told at once."""

from __future__ import annotations

from desktop.domain.papers import OneTimeNotice
from desktop.printing.notice import NoticeLayout, Setting


def lay_out(facts: OneTimeNotice, setting: Setting) -> NoticeLayout:
    """Return the notice's parts in order."""
    say, day = setting.words.say, setting.words.day
    after = "_after" if facts.after_acceptance else ""
    title = say(f"one_time_notice.title{after}")
    sentence = say(
        f"one_time_notice.{setting.address(facts.applicant)}",
        received=day(facts.received_on),
        item=facts.matter.item_name,
    )
    window = facts.heading.window_name
    until = say("one_time_notice.no_until", window=window)
    if facts.until:
        until = say("one_time_notice.until", until=day(facts.until), window=window)
    consequence = facts.consequence or say(f"one_time_notice.consequence{after}")
    blocks = (
        *setting.salutation(facts.applicant.name),
        setting.prose(sentence),
        setting.missing(facts.missing),
        setting.prose(setting.join(until, consequence), above=0.9),
        setting.form(
            [
                *setting.who(facts.applicant),
                *setting.what(facts.matter),
                [
                    ("until", day(facts.until) if facts.until else ""),
                    ("handler", facts.heading.handled_by),
                ],
                [("enquiry", setting.enquiry(facts.heading))],
            ]
        ),
    )
    return NoticeLayout(
        title, facts.heading, facts.matter.case_number, blocks, setting.receiver(title)
    )
