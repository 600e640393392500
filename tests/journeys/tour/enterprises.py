"""Companies: a page, people masked and in clear, a double, a list that is taken over."""

from __future__ import annotations

from typing import cast

from desktop.requests import (
    CareForEnterprise,
    Contact,
    FindEnterprises,
    NoteEnterprise,
    SaveContact,
    SaveEnterprise,
)
from desktop.snapshots import EnterprisesAnswer
from tests.journeys.tour.driver import CTRL, Driver, Key
from tests.journeys.tour.morning import DAHE_CODE
from ui.screens.enterprises.view import EnterprisesView

_ROWS = """企业名称,统一社会信用代码,经营地址,联系人,联系电话,层级
杭州远航贸易有限公司,,仓前街道1号,周敏,10000000001,种子层
=1+1,,,,,
余杭区梦想餐饮管理有限公司,91330106MA2HXY0O3X,仓前街道2号,,,
云上文化传媒（杭州）有限公司,91330108MA00000013,仓前街道3号,吴迪,10000000002,青苗层
"""


class Keeper:
    """The hands that keep the companies' files."""

    def __init__(self, tour: Driver) -> None:
        self.tour = tour
        self.view = tour.find(EnterprisesView)

    def find(self, text: str, name: str) -> None:
        """Type what is looked for and wait for the page."""
        self.tour.press(Key.Key_F, held=CTRL)
        self.tour.write(text)
        self.tour.until(
            lambda: self.view.page.file is not None and self.view.page.file.enterprise.name == name,
            name,
        )
        self.tour.rest()


def enterprises(tour: Driver) -> None:
    """Look at a company, at its people, merge its double, take a list over."""
    found = cast("EnterprisesAnswer", tour.desk.ask(FindEnterprises(DAHE_CODE, 1)))
    known = found.enterprises[0]
    tour.elsewhere(CareForEnterprise(known.id, "golden_ear", "LN"))
    contact = Contact("张三丰", "10012341234", "110101190001011234")
    tour.elsewhere(SaveContact(known.id, person=contact, duty="财务"))
    tour.elsewhere(NoteEnterprise(known.id, "希望提前一天电话提醒。"))
    tour.elsewhere(SaveEnterprise("大和热磁"))
    tour.go("enterprises")
    keeper = Keeper(tour)
    keeper.find(DAHE_CODE, known.name)
    tour.press(Key.Key_Down, Key.Key_Return)
    with tour.worn("dark", "en", "150"):
        tour.picture("enterprises-page", "企业：一企一册，联系人平时遮住")
    tour.press(Key.Key_F5)
    page = keeper.view.page.tables["contacts"].model()
    tour.until(
        lambda: any("*" not in page.index(row, 2).data() for row in range(page.rowCount())),
        "somebody is in clear",
    )
    tour.picture("enterprises-contact", "企业：按 F5 看一位联系人，看的人和时间记入日志")
    tour.press(Key.Key_F7)
    tour.picture("enterprises-care", "企业：层级和助企直通车联络人")
    tour.press(Key.Key_Escape, Key.Key_F8)
    tour.write("大和热磁")
    merge = keeper.view.merge
    tour.until(lambda: merge.search.choices(), "the double is found")
    tour.rest()
    tour.press(Key.Key_Return)
    tour.until(lambda: merge.confirm.isVisible(), "both are shown")
    tour.rest()
    with tour.worn("dark", "en", "150"):
        tour.picture("enterprises-merge", "企业：合并重复的，选哪一条留下")
    tour.press(Key.Key_Escape)
    _import(tour, keeper)


def _import(tour: Driver, keeper: Keeper) -> None:
    path = tour.work / "名单.csv"
    path.write_bytes(_ROWS.encode("gb18030"))
    page = keeper.view.importing
    tour.press(Key.Key_F9)
    tour.picture("enterprises-import", "企业：导入名单，Excel 或 CSV，GBK 和 UTF-8")
    tour.write(str(path))
    tour.press(Key.Key_Return)
    tour.until(lambda: page.columns_title.isVisible(), "the columns are known")
    with tour.worn("dark", "en", "150"):
        tour.picture("enterprises-columns", "企业：哪一列是什么，认出来的已经选好")
    tour.press(Key.Key_Return)
    tour.until(lambda: page.faults.isVisible() and not page.outcome.running, "the preview")
    tour.rest()
    with tour.worn("dark", "en", "150"):
        tour.picture("enterprises-preview", "企业：先预览，有误的行写明行号和原因")
    tour.press(Key.Key_Return)
    tour.until(lambda: not page.outcome.running, "the list is taken over")
    tour.rest()
    tour.press(Key.Key_Escape)
    tour.press(Key.Key_F, held=CTRL)
    tour.write("没有这家")
    tour.rest()
    tour.picture("enterprises-none", "企业：找不到时说下一步")
    tour.press(Key.Key_Escape)
    tour.rest()
