"""代办委托书: the company authorises the desk to act for it, free of charge and until a day."""

from __future__ import annotations

from desktop.domain.papers import Authorisation
from desktop.printing.notice import NoticeLayout, Setting, Signature


def lay_out(facts: Authorisation, setting: Setting) -> NoticeLayout:
    """Return the parts in order: the company speaks; both parties, what, how long, no charge."""
    say, day = setting.words.say, setting.words.day
    title, site = say("authorisation.title"), facts.heading.site_name
    key = f"authorisation.{setting.address(facts.applicant)}"
    item = facts.matter.item_name if facts.matter else ""
    sentence = say(key, item=item, site=site) if item else say(f"{key}_any", site=site)
    until = day(facts.until)
    numbered = ("first", "second", "third", "fourth")
    blocks = (
        *setting.salutation(site),
        setting.prose(sentence),
        setting.form(
            [
                [("principal", facts.applicant.name)],
                setting.who(facts.applicant)[1],
                [("item", item)],
                [("scope", facts.scope or say("authorisation.scope"))],
                [("term", say("authorisation.term", begins=day(facts.begins_on), until=until))],
                [("agent", site), ("handler", facts.heading.handled_by)],
                [("fee", say("authorisation.fee"))],
            ]
        ),
        *(
            setting.prose(say(f"authorisation.{one}"), above=0.1 if at else 0.9)
            for at, one in enumerate(numbered)
        ),
    )
    signature = Signature(say("authorisation.signer"), say("authorisation.copies", title=title))
    number = facts.matter.case_number if facts.matter else ""
    return NoticeLayout(title, facts.heading, number, blocks, signature)
