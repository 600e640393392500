"""容缺受理承诺书: the applicant promises to bring what is missing."""

from __future__ import annotations

from desktop.domain.papers import GapPromise
from desktop.printing.notice import NoticeLayout, Setting, Signature


def lay_out(facts: GapPromise, setting: Setting) -> NoticeLayout:
    """Return the parts in order: the applicant speaks, our seal says it was received."""
    say, day = setting.words.say, setting.words.day
    title = say("gap_promise.title")
    promised = day(facts.promised_on)
    consequence = facts.consequence or say("gap_promise.consequence")
    sentence = say(f"gap_promise.{setting.address(facts.applicant)}", item=facts.matter.item_name)
    blocks = (
        *setting.salutation(facts.heading.issuer or facts.heading.site_name),
        setting.prose(sentence),
        setting.missing(facts.missing),
        setting.prose(say("gap_promise.promise"), above=0.9),
        setting.prose(say("gap_promise.first", promised=promised), above=0.1),
        setting.prose(say("gap_promise.second"), above=0.1),
        setting.prose(say("gap_promise.third", consequence=consequence), above=0.1),
        setting.form(
            [
                *setting.who(facts.applicant),
                *setting.what(facts.matter),
                [("promised_on", promised), ("handler", facts.heading.handled_by)],
                [("enquiry", setting.enquiry(facts.heading))],
            ]
        ),
    )
    signature = Signature(say("close.promiser"), say("close.copies", title=title))
    return NoticeLayout(title, facts.heading, facts.matter.case_number, blocks, signature)
