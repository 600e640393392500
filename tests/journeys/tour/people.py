"""People and roles: the first password, signing in, locking, somebody else's turn."""

from __future__ import annotations

from typing import Final

from desktop.requests import AddStaff, OpenCounter, SetPassword
from tests.journeys.tour.driver import EVERY, Driver, Key, StepFailed
from ui.gate import Gate
from ui.screens.first_start.view import FirstStartView
from ui.screens.settings.people import PeoplePart
from ui.screens.settings.view import SettingsView
from ui.screens.sign_in.own_password import OwnPasswordView
from ui.screens.sign_in.view import SignInView

_PASSWORD: Final = "xihu-duan-qiao"
_TEAM: Final = {
    "GU": ("顾小红", ("guide",), None),
    "CL": ("陈立", ("window",), ("CF", "RC")),
    "SU": ("苏维", ("guide", "supervisor"), None),
    "ZQ": ("赵强", ("window",), ("SZ", "PP", "JR")),
}


def people(tour: Driver) -> None:
    """Set up a site whose people sign in, and let them."""
    tour.at("08:20")
    tour.start(tour.work / "people.db", staff="", counter="6", screen="")
    _first_password(tour)
    _settings(tour)
    _sign_in(tour)
    _other_screens(tour)


def _gate(tour: Driver) -> Gate:
    if tour.program.gate is None:
        raise StepFailed("nobody is at the gate")
    return tour.program.gate


def _first_password(tour: Driver) -> None:
    page = tour.find(FirstStartView)
    tour.until(lambda: page.grid.rowCount() == 9, "the windows of the catalogue")
    texts = {"code": "CQ", "name": "仓前梦创社区", "staff_code": "WM", "staff_name": "王敏"}
    for name, text in {**texts, "password": "12345678", "again": "12345678"}.items():
        page.line(name).setText(text)
    page.line("password").setText("wangmin1")
    page.submit()
    with tour.worn("dark-en", "150"):
        tour.picture("people-first-start", "首次启动：管理员的密码可填可不填，两次要一样")
    for name in ("password", "again"):
        page.line(name).setText(_PASSWORD)
    page.submit()
    tour.until(lambda: tour.shell.window.current_screen != "", "the first screen")
    for code, (name, roles, windows) in _TEAM.items():
        tour.elsewhere(AddStaff(code, name, roles, windows), "WM")
    for code in ("GU", "CL", "SU"):
        tour.desk.set_password(SetPassword(code, _PASSWORD), by="WM")


def _settings(tour: Driver) -> None:
    tour.go("settings")
    view = tour.find(SettingsView)
    view.show_category("people")
    part = view.part("people")
    if not isinstance(part, PeoplePart):
        raise StepFailed("no people")
    tour.until(lambda: part.view.table.select_key("CL"), "the people")
    with tour.worn("dark-en", "150"):
        tour.picture("people-table", "设置 · 人员：谁、什么角色、哪些窗口、有没有密码")
    tour.shell.commands.run("people.edit")
    with tour.worn("dark-en", "150"):
        tour.picture("people-edit", "设置 · 人员：每个角色一句话说明能做什么")
    tour.press(Key.Key_Escape)
    part.view.table.select_key("ZQ")
    tour.shell.commands.run("people.password")
    for text in (_PASSWORD, _PASSWORD[1:]):
        tour.write(text)
        tour.press(Key.Key_Return)
    with tour.worn("dark-en", "150"):
        tour.picture("people-password", "设置 · 人员：给同事设密码，两次要一样")
    tour.press(Key.Key_Escape)


def _sign_in(tour: Driver) -> None:
    tour.elsewhere(OpenCounter(6, "WM"), "WM")
    tour.rest()
    tour.shell.commands.run("person.lock")
    page = tour.find(SignInView)
    with tour.worn(*EVERY):
        tour.picture("people-locked", "锁定：还是刚才的人，输入密码就回到原处")
    tour.write("WRONG")
    tour.press(Key.Key_Return)
    tour.until(lambda: bool(page.said), "the sentence")
    tour.picture("people-wrong", "登录：密码不对，还能试几次")
    tour.press(Key.Key_Escape)
    with tour.worn(*EVERY):
        tour.picture("people-list", "登录：选人，按姓名、拼音或工号找")
    tour.write("cl")
    tour.press(Key.Key_Return)
    tour.write(_PASSWORD)
    tour.press(Key.Key_Return)
    tour.until(lambda: _gate(tour).page is None, "somebody else")
    tour.picture("people-window", "窗口人员登录：只有自己的页面；别人没关的柜台可以接手")
    tour.shell.messages.toasts.clear()


def _other_screens(tour: Driver) -> None:
    tour.shell.commands.run("person.password")
    tour.find(OwnPasswordView)
    with tour.worn("dark-en", "150"):
        tour.picture("people-own-password", "修改自己的密码")
    tour.press(Key.Key_Escape)
    tour.shell.commands.run("person.switch")
    page = tour.find(SignInView)
    for wrong in range(5):
        tour.until(page.go.isEnabled, "the next try")
        if wrong == 0:
            tour.write("gu")
            tour.press(Key.Key_Return)
        tour.write("wrong")
        tour.press(Key.Key_Return)
        tour.rest()
    with tour.worn("dark-en", "150"):
        tour.picture("people-locked-out", "登录：错了五次，要等几分钟")
