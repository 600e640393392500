"""Facts of every paper, believable and with a rare surname (䶮), and how a paper is read back."""

from __future__ import annotations

from datetime import date, datetime
from io import BytesIO

import pypdf
import pypdfium2
import zxingcpp

from desktop.domain.catalogue import Limit
from desktop.domain.papers import (
    AcceptanceNotice,
    Applicant,
    Authorisation,
    ForwardingSlip,
    GapPromise,
    Heading,
    Marks,
    MaterialLine,
    MaterialState,
    Matter,
    MissingMaterial,
    Notice,
    OneTimeNotice,
    PaperFacts,
    PaperKind,
    PrivacyNotice,
    QrContent,
    RefusalNotice,
    ResolutionReceipt,
    SlipStop,
    TicketSlip,
)

DAY = date(2026, 11, 23)
NOW = datetime(2026, 11, 23, 9, 41)
APPLICANT = Applicant("杭州䶮石精密仪器有限公司", "91330110MA2KX1A41L", "李䶮", "13805711234")
PERSON = Applicant(None, None, "张䶮", "13905710000")
MATTER = Matter("CF-20261123-0007", "企业变更登记", "企业信息变更")
MATERIALS = (
    MaterialLine("《公司登记（备案）申请书》，由法定代表人签署", MaterialState.GIVEN),
    MaterialLine("营业执照正、副本", MaterialState.ON_FILE),
    MaterialLine("新住所使用证明", MaterialState.TO_COME, date(2026, 11, 26)),
)
MISSING = (
    MissingMaterial("新住所使用证明", "租赁的，提交租赁协议和出租方产权证明"),
    MissingMaterial("股东会决议"),
)


def heading(kind: PaperKind, marks: Marks | None = None, issuer: str | None = None) -> Heading:
    """Return a notice's heading."""
    number = f"{kind}-2026-00017"
    return Heading(
        site_name="仓前梦创社区企业服务中心",
        number=number,
        made_on=DAY,
        made_at_local=NOW,
        window_name="财务法务之窗",
        handled_by="王敏（0231）",
        qr=QrContent("CQ", kind, number),
        region="仓前",
        issuer=issuer,
        phone="0571-88620000",
        marks=marks or Marks(),
    )


def slip(marks: Marks | None = None) -> TicketSlip:
    """Return the slip of a visitor with three windows."""
    return TicketSlip(
        site_name="仓前梦创社区企业服务中心",
        label="F012",
        stops=(
            SlipStop("财务法务之窗", 3),
            SlipStop("人才人力之窗", 0),
            SlipStop("品牌产权之窗"),
        ),
        items=("企业变更登记", "社会保险登记", "商标变更申请"),
        issued_at_local=NOW,
        missed_calls=3,
        reinstated_behind=3,
        qr=QrContent("CQ", PaperKind.TICKET_SLIP, "F012"),
        wait_minutes=(8, 14),
        material_hints=("变更登记申请书（加盖公章）", "股东会决议", "新住所使用证明（可容缺）"),
        marks=marks or Marks(),
    )


def acceptance(
    applicant: Applicant = APPLICANT,
    materials: tuple[MaterialLine, ...] = MATERIALS,
    marks: Marks | None = None,
) -> AcceptanceNotice:
    """Return an authority's acceptance with every field filled."""
    return AcceptanceNotice(
        heading=heading(PaperKind.ACCEPTANCE_NOTICE, marks, "余杭区市场监督管理局"),
        style="authority",
        applicant=applicant,
        matter=MATTER,
        received_on=DAY,
        accepted_on=DAY,
        materials=materials,
        due_on=date(2026, 12, 1),
        provisional=True,
        legal_limit=Limit(20, "working"),
        limit_of="authority",
        promised_working_days=3,
        legal_basis="《中华人民共和国行政许可法》第三十二条",
    )


def promise(consequence: str | None = None) -> GapPromise:
    """Return a promise to fill a gap."""
    return GapPromise(
        heading(PaperKind.GAP_PROMISE), APPLICANT, MATTER, MISSING, date(2026, 11, 26), consequence
    )


def refusal(reason: str = "住所不能作为经营场所。") -> RefusalNotice:
    """Return an authority's refusal to accept."""
    return RefusalNotice(
        heading=heading(PaperKind.REFUSAL_NOTICE),
        style="authority",
        stage="acceptance",
        applicant=APPLICANT,
        matter=MATTER,
        received_on=DAY,
        decided_on=DAY,
        reason=reason,
        basis="《中华人民共和国市场主体登记管理条例》第十七条",
        review_body="余杭区人民政府",
    )


def authorisation() -> Authorisation:
    """Return a company's word that the desk may act for it until the end of the year."""
    return Authorisation(
        heading(PaperKind.AUTHORISATION), APPLICANT, MATTER, DAY, date(2026, 12, 31)
    )


def privacy_notice(applicant: Applicant | None = PERSON) -> PrivacyNotice:
    """Return the notice on personal data."""
    return PrivacyNotice(heading(PaperKind.PRIVACY_NOTICE), applicant)


def notices() -> list[Notice]:
    """Return one notice of each kind."""
    return [
        acceptance(),
        OneTimeNotice(
            heading(PaperKind.ONE_TIME_NOTICE), APPLICANT, MATTER, DAY, MISSING, date(2026, 11, 30)
        ),
        promise(),
        refusal(),
        ResolutionReceipt(
            heading(PaperKind.RESOLUTION_RECEIPT),
            "resolved",
            APPLICANT,
            MATTER,
            DAY,
            date(2026, 11, 25),
            "准予变更登记。",
            DAY,
            date(2026, 11, 26),
            ("营业执照正本",),
        ),
        ForwardingSlip(
            heading(PaperKind.FORWARDING_SLIP),
            "余杭区消防救援大队",
            APPLICANT,
            MATTER,
            DAY,
            DAY,
            MATERIALS,
            Limit(10, "working"),
            None,
            "余消受118号",
            date(2026, 12, 8),
        ),
    ]


def every_paper() -> list[PaperFacts]:
    """Return one paper of each kind."""
    return [slip(), *notices(), authorisation(), privacy_notice()]


def text_of(pdf: bytes) -> str:
    """Return the text of all pages."""
    return "\n".join(page.extract_text() for page in pypdf.PdfReader(BytesIO(pdf)).pages)


def joined(pdf: bytes) -> str:
    """Return the text of all pages without spaces and line ends."""
    return "".join(text_of(pdf).split())


def code_of(pdf: bytes, dpi: int) -> str:
    """Return what the QR code on the first page says when printed at `dpi`."""
    document = pypdfium2.PdfDocument(pdf)
    image = document[0].render(scale=dpi / 72).to_pil()
    document.close()
    return "|".join(found.text for found in zxingcpp.read_barcodes(image))


def height_mm(pdf: bytes) -> float:
    """Return the height of the first page in millimetres."""
    return float(pypdf.PdfReader(BytesIO(pdf)).pages[0].mediabox.height) / 72 * 25.4
