"""个人信息处理告知书: what becomes of the particulars that somebody leaves at the desk."""

from __future__ import annotations

from desktop.domain.papers import PrivacyNotice
from desktop.printing.notice import NoticeLayout, Setting

PARTS = ("who", "what_for", "which", "how", "how_long", "rights")
"""What 个人信息保护法 art. 17 asks for, in the order of the article."""


def lay_out(facts: PrivacyNotice, setting: Setting) -> NoticeLayout:
    """Return the parts in order; the same sentences stand on the desk's screen."""
    say, site = setting.words.say, facts.heading.site_name
    title = say("privacy_notice.title")
    name = facts.applicant.contact_name if facts.applicant else None
    blocks = (
        *setting.salutation(name or say("privacy_notice.to")),
        setting.prose(say("privacy_notice.opening", site=site)),
        *(setting.prose(say(f"privacy_notice.{one}", site=site), above=0.3) for one in PARTS),
        setting.prose(say("privacy_notice.free"), above=0.6),
    )
    return NoticeLayout(title, facts.heading, "", blocks, setting.receiver(title))
