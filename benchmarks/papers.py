"""The ticket slip as PDF, warm."""

from __future__ import annotations

from datetime import UTC, datetime

from benchmarks.measure import Figure, Spread, timed
from desktop.domain.papers import PaperKind, QrContent, SlipStop, TicketSlip
from desktop.printing.render import render, warm_up

RUNS = 200


def run() -> Figure:
    """Measure a slip for three windows and three items on 80 mm paper."""
    slip = TicketSlip(
        site_name="仓前梦创社区",
        label="F012",
        stops=(SlipStop("财务法务之窗", 3), SlipStop("人才人力之窗", 1), SlipStop("金融服务之窗")),
        items=("企业变更登记", "社会保险登记", "单位住房公积金登记"),
        issued_at_local=datetime(2026, 11, 23, 9, 41, tzinfo=UTC),
        missed_calls=3,
        reinstated_behind=3,
        qr=QrContent("DEMO", PaperKind.TICKET_SLIP, "F012"),
        material_hints=("变更登记申请书", "变更决议", "新住所证明"),
    )
    warm_up()
    render(slip)
    spread = Spread.of([timed(lambda: render(slip)) for _ in range(RUNS)])
    return Figure("ticket slip PDF, warm", spread, None, None, "≤ 10 ms", spread.p50 <= 10)
