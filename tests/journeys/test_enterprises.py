"""A company from the list to its page, its people, a double, a list taken over: by keyboard."""

from __future__ import annotations

from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from desktop.domain.enterprise_events import ContactShown
from desktop.requests import (
    Contact,
    FindEnterprises,
    IssueTicket,
    ListEnterprises,
    SaveContact,
    SaveEnterprise,
    ShowEnterprise,
)
from desktop.snapshots import EnterpriseFile
from tests.journeys.centre import Centre, Made, Workplace
from tests.journeys.keys import CTRL, Key, Keyboard
from ui.items import Item, ItemKind
from ui.main_window import ScreenSpec
from ui.screens.enterprises.import_facts import Stage
from ui.screens.enterprises.screen import EnterprisesScreen

DAHE = "杭州大和热磁电子有限公司"
CODE = "91330106MA2HXY003X"


class Clerk(Keyboard):
    """Somebody who keeps the companies' files."""

    def __init__(self, qtbot: QtBot, centre: Centre, place: Workplace) -> None:
        super().__init__(qtbot)
        self.centre, self.place = centre, place
        self.screen = EnterprisesScreen(place.context)
        place.shell.window.add_screen(
            ScreenSpec("enterprises", "enterprises.title", "mdi6.domain", lambda: self.screen)
        )
        place.shell.show()
        self.view = self.screen.view
        self.until(lambda: self.view.list.listing is not None)

    @property
    def names(self) -> list[str]:
        """Return the companies listed."""
        listing = self.view.list.listing
        return [row.name for row in listing.rows] if listing is not None else []

    @property
    def file(self) -> EnterpriseFile | None:
        """Return the company whose page is shown."""
        return self.screen.presenter.file

    def find(self, text: str, *names: str) -> None:
        """Type what is looked for and wait until just these are listed."""
        self.press(Key.Key_F, held=CTRL)
        self.say(text)
        self.until(lambda: self.names == list(names))
        if names:
            self.until(lambda: self.file is not None and self.file.enterprise.name == names[0])

    def phones(self) -> list[str]:
        """Return the telephone numbers as they are to be read."""
        model = self.view.page.tables["contacts"].model()
        return [model.index(row, 2).data() for row in range(model.rowCount())]

    def field(self, text: str) -> None:
        """Write into what has the focus and go on to the next field."""
        self.say(text)
        self.press(Key.Key_Tab)

    def known(self, name: str) -> EnterpriseFile:
        """Return what the desk has of a company."""
        found = self.centre.ask(FindEnterprises(name, 1)).enterprises[0]
        file: EnterpriseFile = self.centre.ask(ShowEnterprise(found.id))
        return file


@pytest.fixture
def clerk(qtbot: QtBot, centre: Centre, workplace: Made) -> Clerk:
    """Three companies, two of them the same one."""
    centre.at("09:00")
    contact = Contact("张三丰", "13812341234")
    company = centre.do(SaveEnterprise(DAHE, contact=contact)).enterprise.id
    centre.do(SaveContact(company, person=Contact("李梅", "13900001111"), duty="财务"))
    centre.do(SaveEnterprise("大和热磁", CODE))
    centre.do(SaveEnterprise("浙江潮鸣红云科技股份有限公司"))
    centre.do(IssueTicket(items=("CF-02",), enterprise=company, door="phone"))
    return Clerk(qtbot, centre, workplace("WM"))


def test_people_are_in_clear_only_while_somebody_looks(clerk: Clerk) -> None:
    heard: list[object] = []
    stop = clerk.centre.desk.bus.listen(lambda news: heard.extend(one.event for one in news))
    clerk.find("hzdh", DAHE)
    clerk.press(Key.Key_Down)  # into the list
    clerk.press(Key.Key_Return)  # to the page: its people
    assert clerk.focus is clerk.view.page.tables["contacts"]
    assert clerk.phones() == ["138****1234", "139****1111"]
    clerk.press(Key.Key_Down, Key.Key_F5)
    clerk.until(lambda: clerk.phones() == ["138****1234", "13900001111"])
    shown = [event for event in heard if isinstance(event, ContactShown)]
    assert len(shown) == 1
    clerk.press(Key.Key_F5)
    clerk.until(lambda: clerk.phones() == ["138****1234", "139****1111"])
    clerk.press(Key.Key_Return)
    clerk.until(lambda: clerk.phones()[1] == "13900001111")
    clerk.screen.unmasking._over.timeout.emit()  # a minute later
    assert clerk.phones()[1] == "139****1111"
    clerk.press(Key.Key_Return)
    clerk.until(lambda: clerk.phones()[1] == "13900001111")
    clerk.screen.set_visible(False)
    assert clerk.phones()[1] == "139****1111"
    stop()


def test_particulars_people_notes_and_care_are_written_down(clerk: Clerk) -> None:
    clerk.find("hyk", "浙江潮鸣红云科技股份有限公司")
    clerk.press(Key.Key_Down, Key.Key_F3)
    clerk.press(Key.Key_Tab)
    clerk.say("91330106MA2HXY0O3X")
    clerk.press(Key.Key_Return)
    clerk.until(lambda: clerk.place.notes)
    assert clerk.view.page.panel.form == "edit", "what was typed stays"
    clerk.press(Key.Key_A, held=CTRL)
    clerk.say("91330108MA00000013")
    clerk.press(Key.Key_Return)
    clerk.until(lambda: clerk.known("红云").enterprise.uscc == "91330108MA00000013")

    clerk.until(lambda: not clerk.view.page.panel.form)
    clerk.press(Key.Key_F4)
    for words in ("王五", "13700000000", "", "总经理"):
        clerk.field(words)
    clerk.press(Key.Key_Return)
    clerk.until(lambda: clerk.known("红云").contacts)
    clerk.until(lambda: clerk.phones() == ["137****0000"])
    clerk.press(Key.Key_F6)
    clerk.say("下午来电")
    clerk.press(Key.Key_Return)
    clerk.until(lambda: [one.text for one in clerk.known("红云").notes] == ["下午来电"])
    clerk.until(lambda: not clerk.view.page.panel.form)
    clerk.press(Key.Key_F7, Key.Key_Down, Key.Key_Tab, Key.Key_Down, Key.Key_Return)
    clerk.until(lambda: clerk.known("红云").enterprise.tier == "seed")
    assert clerk.known("红云").enterprise.named_contact is not None
    clerk.until(lambda: not clerk.view.page.panel.form)
    clerk.press(Key.Key_Delete, held=CTRL)
    clerk.press(Key.Key_Return)
    clerk.until(lambda: not clerk.known("红云").contacts)


def test_a_new_company_and_one_that_nobody_knows(clerk: Clerk) -> None:
    clerk.find("%")
    clerk.press(Key.Key_F2)
    clerk.press(Key.Key_Return)
    assert clerk.view.page.panel.form == "new", "a company needs a name"
    clerk.say("杭州远航贸易有限公司")
    clerk.press(Key.Key_Return)
    clerk.until(lambda: clerk.file and clerk.file.enterprise.name == "杭州远航贸易有限公司")
    assert len(clerk.centre.ask(ListEnterprises()).enterprises) == 4


def test_a_double_is_merged_side_by_side(clerk: Clerk) -> None:
    clerk.find("hzdh", DAHE)
    clerk.press(Key.Key_F8)
    clerk.say("大和热磁")
    clerk.until(lambda: clerk.view.merge.search.choices())
    clerk.press(Key.Key_Return)
    clerk.until(lambda: clerk.focus is clerk.view.merge.keep[1])  # the one with a code
    clerk.press(Key.Key_Left)
    clerk.press(Key.Key_Return)
    assert clerk.view.merge.reason.problem, "it needs a reason"
    clerk.say("同一家企业")
    clerk.press(Key.Key_Return)
    clerk.until(lambda: clerk.file is not None and clerk.file.enterprise.uscc == CODE)
    assert clerk.file is not None
    assert (clerk.file.enterprise.name, len(clerk.file.cases)) == (DAHE, 1)
    clerk.find("大和热磁", DAHE)


def test_a_list_is_previewed_taken_over_and_stopped(clerk: Clerk, tmp_path: Path) -> None:
    rows = [f"第{n}家公司,仓前街道" for n in range(250)]
    rows[7] = "=1+1,"
    rows[9] = rows[8]
    path = tmp_path / "名单.csv"
    path.write_bytes("\r\n".join(["企业名称,经营地址", *rows]).encode("gbk"))
    clerk.press(Key.Key_F9)
    clerk.say(str(tmp_path / "没有.csv"))
    clerk.press(Key.Key_Return)
    clerk.until(lambda: clerk.screen.importing.standing.error is not None)
    clerk.press(Key.Key_A, held=CTRL)
    clerk.say(str(path))
    clerk.press(Key.Key_Return)
    job = clerk.screen.importing
    clerk.until(lambda: job.standing.stage is Stage.COLUMNS)
    clerk.press(Key.Key_Return)
    clerk.until(lambda: job.standing.stage is Stage.PREVIEW)
    wanted = {"created": 248, "updated": 0, "unchanged": 0, "faulty": 2}
    assert dict(job.standing.counts) == wanted
    assert sorted(fault.number for fault in job.faults) == [9, 11]
    assert len(clerk.centre.ask(ListEnterprises()).enterprises) == 3
    clerk.press(Key.Key_Return)
    clerk.until(lambda: job.standing.stage is Stage.DONE)
    assert dict(job.standing.counts) == wanted
    assert len(clerk.centre.ask(ListEnterprises(limit=1000)).enterprises) == 251
    job.save_faults(tmp_path / "faulty.csv")
    clerk.until(lambda: clerk.place.notes)
    assert "'=1+1" in (tmp_path / "faulty.csv").read_text("utf-8-sig")

    clerk.press(Key.Key_Escape)
    clerk.press(Key.Key_F9)
    clerk.say(str(path))
    clerk.press(Key.Key_Return)
    clerk.until(lambda: job.standing.stage is Stage.COLUMNS)
    clerk.press(Key.Key_Return)
    clerk.press(Key.Key_Escape)
    assert job.standing.stage is Stage.COLUMNS
    clerk.press(Key.Key_Return)
    clerk.until(lambda: job.standing.stage is Stage.PREVIEW)
    assert (job.standing.counts["unchanged"], job.standing.to_take) == (248, 0)


def test_a_company_is_opened_from_anywhere(clerk: Clerk) -> None:
    clerk.find("hyk", "浙江潮鸣红云科技股份有限公司")
    found = clerk.centre.ask(FindEnterprises(DAHE, 1)).enterprises[0]
    clerk.screen.open_item(Item(ItemKind.ENTERPRISE, found.id, found.name))
    clerk.until(lambda: clerk.file is not None and clerk.file.enterprise.id == found.id)
    clerk.until(lambda: clerk.view.list.current == found.id)
