"""受理通知书, or 服务受理单: the case is accepted; until when, by whom, with which materials."""

from __future__ import annotations

from desktop.domain.papers import AcceptanceNotice
from desktop.printing.notice import NoticeLayout, Setting
from desktop.printing.pen import MM
from desktop.printing.strips import Block


def lay_out(facts: AcceptanceNotice, setting: Setting) -> NoticeLayout:
    """Return the notice's parts in order."""
    say, day = setting.words.say, setting.words.day
    service = facts.style == "service"
    title = say("acceptance_notice.title_service" if service else "acceptance_notice.title")
    wording = setting.address(facts.applicant) + ("_service" if service else "")
    sentence = say(
        f"acceptance_notice.{wording}",
        received=day(facts.received_on),
        item=facts.matter.item_name,
        accepted=day(facts.accepted_on),
    )
    blocks = (
        *setting.salutation(facts.applicant.name),
        setting.prose(sentence),
        _form(facts, setting),
        *setting.materials(facts.materials),
        *_notes(facts, setting),
    )
    return NoticeLayout(
        title, facts.heading, facts.matter.case_number, blocks, setting.receiver(title)
    )


def _form(facts: AcceptanceNotice, setting: Setting) -> Block:
    day = setting.words.day
    legal = setting.limit(facts.legal_limit, ours=facts.limit_of == "centre")
    return setting.form(
        [
            *setting.who(facts.applicant),
            *setting.what(facts.matter),
            [("received", day(facts.received_on)), ("accepted", day(facts.accepted_on))],
            [("legal", legal), ("promised", _promised(facts, setting))],
            [("due", _due(facts, setting)), ("handler_accept", facts.heading.handled_by)],
            [("basis", facts.legal_basis or "")],
            [("enquiry", setting.enquiry(facts.heading))],
        ]
    )


def _promised(facts: AcceptanceNotice, setting: Setting) -> str:
    days = facts.promised_working_days
    if days is None:
        return ""
    return setting.words.say("limit.working" if days else "limit.at_once", count=days)


def _due(facts: AcceptanceNotice, setting: Setting) -> str:
    if facts.due_on is None:
        return ""
    due = setting.words.day(facts.due_on)
    return setting.words.say("close.provisional", day=due) if facts.provisional else due


def _notes(facts: AcceptanceNotice, setting: Setting) -> list[Block]:
    keys = []
    if facts.provisional:
        keys.append("close.provisional_note")
    if facts.legal_limit and facts.limit_of == "authority":
        keys.append("close.authority_note")
    return [setting.note(setting.words.say(key), above=1 * MM) for key in keys]
