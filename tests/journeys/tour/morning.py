"""First start and the guide desk."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from PySide6.QtWidgets import QAbstractButton, QCheckBox, QPushButton, QRadioButton, QWidget

from desktop.requests import AddStaff, IssueTicket, OpenCounter, SaveEnterprise
from tests.journeys.tour.album import readme_picture
from tests.journeys.tour.driver import EVERY, Driver, Key, StepFailed
from ui.screens.first_start.view import FirstStartView
from ui.screens.reception.view import ReceptionView
from ui.widgets.window_strip import WindowCell

DAHE, DAHE_CODE = "杭州大和热磁电子有限公司", "91330108MA27WXYT4A"
NEW_CODE = "91330110MA2H0AB0TB"
HONGYUN = "浙江潮鸣红云科技股份有限公司"
EAST = "杭州东恒律师事务所"
PEOPLE = {
    "SF": "孙芳",
    "ZH": "周浩",
    "QW": "钱薇",
    "LN": "李娜",
    "HY": "何勇",
    "ZQ": "赵强",
    "MT": "马婷",
    "LJ": "林静",
    "CL": "陈立",
}
"""Who sits at counters 1 to 9 in the morning."""
ROLES = ("guide", "window", "supervisor", "administrator")


def first_start(tour: Driver) -> None:
    """Set the site up on an empty PC."""
    tour.start(tour.work / "desk.db", staff="", counter="6")
    page = tour.find(FirstStartView)
    tour.until(lambda: page.grid.rowCount() == 9, "the windows of the catalogue")
    with tour.worn(*EVERY):
        tour.picture("first-start", "首次启动：建立站点，或载入演示")
    page.line("code").setText("CQ 1")
    page.submit()
    with tour.worn("dark-en", "150"):
        tour.picture("first-start-problems", "首次启动：缺什么，写在哪一项旁边")
    for name, text in (
        ("code", "CQ"),
        ("name", "仓前梦创社区"),
        ("staff_code", "WM"),
        ("staff_name", "王敏"),
    ):
        page.line(name).setText(text)
    page.submit()
    tour.until(lambda: tour.shell.window.current_screen == "reception", "the guide desk")
    for counter, (code, person) in enumerate(PEOPLE.items(), 1):
        tour.elsewhere(AddStaff(code, person, ROLES))
        tour.elsewhere(OpenCounter(counter, code), code)
    tour.elsewhere(SaveEnterprise(DAHE, DAHE_CODE))
    tour.elsewhere(SaveEnterprise(HONGYUN))
    tour.elsewhere(SaveEnterprise(EAST))


class Guide:
    """The guide desk's hands."""

    def __init__(self, tour: Driver) -> None:
        self.tour = tour
        self.view = tour.find(ReceptionView)

    def takes(self, typed: str, name: str) -> None:
        """Find a company and take it."""
        self.tour.write(typed)
        box = self.view.who.box
        self.tour.until(
            lambda: (now := box.current()) is not None and now.title == name, f"{name} is found"
        )
        self.tour.press(Key.Key_Return)
        self.tour.until(lambda: self.tour.focus is self.view.what.box.line, "what is asked")

    def wants(self, typed: str) -> None:
        """Find an item or a bundle and take it."""
        self.tour.write(typed)
        self.tour.until(lambda: self.view.what.box.current() is not None, f"{typed} is found")
        self.tour.press(Key.Key_Return)
        self.tour.rest()

    def issues(self) -> str:
        """Hand over the number, on paper."""
        jobs = len(self.tour.machine.jobs)
        self.tour.press(Key.Key_F2)
        self.tour.until(lambda: len(self.tour.machine.jobs) > jobs, "the slip is printed")
        return self.view.number.label.label

    def tabs_to(self, wanted: type[QWidget], words: str) -> None:
        """Go on by Tab until a control with these words has the focus."""
        self.tour.rest()
        for _ in range(150):
            self.tour.press(Key.Key_Tab)
            focus = self.tour.focus
            said = focus.accessibleName()
            if isinstance(focus, QAbstractButton):
                said += focus.text()
            if isinstance(focus, wanted) and words in said:
                return
        raise StepFailed(f"Tab never reaches {words}")

    def again(self) -> None:
        """Begin with the next visitor."""
        self.tour.shell.messages.toasts.clear()
        self.view.who.box.setFocus()
        self.tour.rest()


def reception(tour: Driver, readme: Path | None) -> None:
    """Take in a morning's visitors."""
    tour.at("08:40")
    tour.go("reception")
    guide = Guide(tour)
    tour.picture("reception-empty", "导服台：谁来了，办什么，取号")
    _new_company(tour, guide)
    _known_company(tour, guide, readme)
    _in_words(tour, guide)
    _bundle(tour, guide)
    _acting_for(tour, guide)
    _two_companies(tour, guide)
    _priority(tour, guide)
    _coming_back(tour, guide)
    _no_printer(tour, guide)
    _last_number(tour, guide)
    tour.press(Key.Key_F4)
    with tour.worn(*EVERY):
        tour.picture("reception-today", "导服台：今天的号票，补打、取消、作废、复号")
    tour.press(Key.Key_Escape)


def _new_company(tour: Driver, guide: Guide) -> None:
    tour.press(Key.Key_F3)
    tour.write("杭州梦想小镇智造有限公司")
    tour.press(Key.Key_Tab)
    tour.write(NEW_CODE.replace("0", "O", 1))
    form = guide.view.who.form
    tour.until(
        lambda: any(b.text() == NEW_CODE for b in form.findChildren(QPushButton)), "a suggestion"
    )
    with tour.worn("dark-en", "150"):
        tour.picture("reception-code", "导服台：新企业，信用代码边输边查，易混字符给出建议")
    guide.view.order_focus()
    guide.tabs_to(QPushButton, NEW_CODE)
    tour.press(Key.Key_Return, Key.Key_Return)
    tour.until(lambda: tour.focus is guide.view.what.box.line, "the company is kept")
    guide.wants("cf1")
    tour.picture("reception-new-company", "导服台：新企业要办设立登记")
    guide.issues()
    tour.picture("reception-issued", "导服台：取号后号码大字显示，可撤销")
    guide.again()


def _known_company(tour: Driver, guide: Guide, readme: Path | None) -> None:
    tour.at("08:52")
    tour.write("hzdhrc")
    box = guide.view.who.box
    tour.until(lambda: box.current() is not None, "the company is found")
    tour.picture("reception-search", "导服台：拼音首字母找企业")
    tour.press(Key.Key_Return)
    tour.until(lambda: tour.focus is guide.view.what.box.line, "what is asked")
    guide.wants("cf2")
    guide.wants("rc1")
    with tour.worn(*EVERY):
        tour.picture("reception-ready", "导服台：两个事项，一张号")
    if readme is not None:
        readme_picture(tour.shell.window.grab(), readme)
    guide.issues()
    guide.again()


def _says(tour: Driver, guide: Guide, words: str) -> None:
    """Say a need in words and wait for what is offered."""
    box = guide.view.what.box
    tour.press(Key.Key_F5)
    tour.write(words)
    tour.until(lambda: bool(box.choices()), "something is offered")
    tour.rest()


def _in_words(tour: Driver, guide: Guide) -> None:
    """A need as the visitor says it: a suggestion, a question back, a question of no window."""
    tour.at("08:57")
    _says(tour, guide, "我们刚成立，想给员工交社保，再开个公户")
    tour.picture("reception-words", "导服台：来访人的话，建议窗口和事项，说明依据和把握")
    tour.press(Key.Key_F8)
    _says(tour, guide, "公章丢了咋整要不要登报")
    tour.picture("reception-ask-back", "导服台：拿不准就问一句，不替人猜")
    tour.press(Key.Key_F8)
    _says(tour, guide, "请问厕所在哪")
    tour.picture("reception-guide-desk", "导服台：不是窗口事项，当场解答，只计一次咨询")
    tour.press(Key.Key_F9)
    tour.until(lambda: not guide.view.what.box.text(), "the question is counted")
    guide.again()


def _acting_for(tour: Driver, guide: Guide) -> None:
    """Two items of one thing; the desk acts for the company; a telephone number is left."""
    tour.at("09:05")
    guide.takes("hzdhrc", DAHE)
    guide.wants("cf1")
    guide.wants("rc1")
    guide.tabs_to(QCheckBox, "代办")
    tour.press(Key.Key_Space, Key.Key_F6)
    tour.write("李䶮")
    with tour.worn(*EVERY):
        tour.picture("reception-acting", "导服台：两个事项属于一件事；代办先签委托书；留电话先告知")
    tour.press(Key.Key_F8)
    guide.again()


def _last_number(tour: Driver, guide: Guide) -> None:
    tour.press(Key.Key_F11)
    tour.picture("reception-last-number", "导服台：截号，队里的照常办")
    tour.press(Key.Key_Return)
    strip = guide.view.strip
    tour.until(
        lambda: any("已截号" in cell.cell.longest for cell in strip.findChildren(WindowCell)),
        "the last number is given",
    )
    tour.picture("reception-stopped", "导服台：窗口条显示已截号，可以撤销")
    tour.press(Key.Key_F11, Key.Key_Return)
    tour.until(
        lambda: not any("已截号" in cell.cell.longest for cell in strip.findChildren(WindowCell)),
        "numbers are given again",
    )
    guide.again()


def _bundle(tour: Driver, guide: Guide) -> None:
    tour.at("09:01")
    guide.takes("zjcmhy", HONGYUN)
    tour.write("b10")
    tour.until(lambda: guide.view.what.box.current() is not None, "the bundle is found")
    tour.press(Key.Key_Return)
    guide.tabs_to(QRadioButton, "引进人才落户")
    tour.press(Key.Key_Right, Key.Key_Space)
    with tour.worn("dark-en", "150"):
        tour.picture("reception-bundle", "导服台：一件事，材料只收一次")
    guide.issues()
    guide.again()


def _two_companies(tour: Driver, guide: Guide) -> None:
    tour.at("09:08")
    guide.takes("hzdhrc", DAHE)
    guide.wants("cf4")
    guide.view.who.box.setFocus()
    guide.takes("hzdhls", EAST)
    guide.wants("rc1")
    tour.picture("reception-companies", "导服台：一位来访人代两家企业")
    guide.issues()
    guide.again()


def _priority(tour: Driver, guide: Guide) -> None:
    tour.at("09:12")
    tour.press(Key.Key_F5)
    tour.write("cf2")
    tour.until(lambda: guide.view.what.box.current() is not None, "the item is found")
    tour.press(Key.Key_Return, Key.Key_F7, Key.Key_Down, Key.Key_F2)
    tour.write("持残疾人证")
    with tour.worn("dark-en", "150"):
        tour.picture("reception-priority", "导服台：优先要写明原因，按早到计")
    guide.issues()
    guide.again()


def _coming_back(tour: Driver, guide: Guide) -> None:
    tour.at("09:15")
    made: Any = tour.elsewhere(IssueTicket(items=("CF-02",), enterprise=DAHE_CODE, door="phone"))
    number = made.cases[0].number
    guide.takes("hzdhrc", DAHE)
    tour.rest()
    tour.write(number[-4:])
    tour.until(lambda: guide.view.what.box.current() is not None, "the case is found")
    tour.picture("reception-back", "导服台：为在办的办件再来")
    tour.press(Key.Key_Return)
    guide.issues()
    guide.again()


def _no_printer(tour: Driver, guide: Guide) -> None:
    names = tour.machine.names
    tour.machine.names = ()
    printing = tour.program.printing
    if printing is None:
        raise StepFailed("nothing prints")
    printing.look()
    tour.press(Key.Key_F5)
    guide.wants("j")
    tour.picture("reception-no-printer", "导服台：没有打印机，取号之前就说")
    tour.press(Key.Key_F8)
    tour.machine.names = names
    printing.look()
    tour.until(lambda: not guide.view.number.warnings, "the printer is there again")
    guide.again()
