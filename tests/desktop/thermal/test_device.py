"""A job on a thermal printer: everything that can go wrong on the way, and what is then known."""

from __future__ import annotations

import socket
from collections.abc import Iterator

import pytest

from desktop.domain.errors import DeskError
from desktop.thermal.address import Address
from desktop.thermal.device import Patience, ask_health, print_dots
from desktop.thermal.escpos import Dots, Health
from tests.desktop.thermal import stand
from tests.desktop.thermal.stand import StandIn

HASTY = Patience(connect=0.5, answer=0.05, write=0.3, proof=0.4)
PAGE = Dots(576, bytes(range(256)) * 72 * 3)
LONG = Dots(576, bytes(72) * 200_000)


@pytest.fixture
def printer() -> Iterator[StandIn]:
    made = StandIn()
    yield made
    made.close()


def fault(address: Address, *pages: Dots) -> tuple[str, str]:
    """Return why a job failed, and what is known of it."""
    with pytest.raises(DeskError) as refused:
        print_dots(address, pages or (PAGE,), patience=HASTY)
    assert refused.value.code == "printer_unavailable"
    assert refused.value.values["printer"] == address.words
    return str(refused.value.values["why"]), str(refused.value.values["fate"])


def test_what_comes_out_is_what_was_sent_cut_after_each_page(printer: StandIn) -> None:
    other = Dots(576, bytes(72) * 10)
    assert print_dots(printer.address, (PAGE, other), copies=2, patience=HASTY) is Health.READY
    assert printer.papers == [PAGE, other, PAGE, other]


@pytest.mark.parametrize(
    ("answers", "expected"),
    [
        (stand.WELL, Health.READY),
        (stand.NEAR_END, Health.NEAR_END),
        (stand.OUT_OF_PAPER, Health.PAPER_OUT),
        (stand.COVER_OPEN, Health.COVER_OPEN),
        (None, Health.SILENT),
    ],
)
def test_its_state_is_read(
    printer: StandIn, answers: tuple[int, int, int, int] | None, expected: Health
) -> None:
    printer.answers = answers
    assert ask_health(printer.address, HASTY) is expected


@pytest.mark.parametrize("answers", [stand.OUT_OF_PAPER, stand.COVER_OPEN, stand.KNIFE_STUCK])
def test_a_printer_that_cannot_print_gets_no_dot(
    printer: StandIn, answers: tuple[int, int, int, int]
) -> None:
    printer.answers = answers
    assert fault(printer.address)[1] == "not_printed"
    printer.answers = stand.WELL
    assert ask_health(printer.address, HASTY) is Health.READY  # the former line was ended
    assert (printer.papers, printer.torn) == ([], [])


def test_paper_that_is_nearly_out_still_prints_and_says_so(printer: StandIn) -> None:
    printer.answers = stand.NEAR_END
    assert print_dots(printer.address, (PAGE,), patience=HASTY) is Health.NEAR_END


def test_nobody_there_is_known_and_nothing_was_printed() -> None:
    with socket.create_server(("127.0.0.1", 0)) as gone:
        address = Address("127.0.0.1", gone.getsockname()[1])
    assert ask_health(address, HASTY) is Health.AWAY
    assert fault(address) == ("away", "not_printed")


def test_a_line_that_ends_in_the_middle_leaves_it_open_what_was_printed(printer: StandIn) -> None:
    printer.hangs_up_after = 1
    assert fault(printer.address, LONG) == ("away", "unknown")


def test_paper_that_runs_out_in_the_middle_is_said_and_leaves_it_open(printer: StandIn) -> None:
    printer.runs_out_after = 2
    assert fault(printer.address) == ("paper_out", "unknown")


def test_a_printer_that_stops_reading_is_given_up_at_the_deadline(printer: StandIn) -> None:
    printer.answers = None
    printer.reads.clear()
    assert fault(printer.address, LONG) == ("away", "unknown")


def test_a_line_that_ends_before_the_proof_leaves_it_open(printer: StandIn) -> None:
    printer.hangs_up_before_the_proof = True
    assert fault(printer.address) == ("away", "unknown")


def test_a_printer_that_is_well_but_never_proves_leaves_it_open(printer: StandIn) -> None:
    printer.proves = False
    assert fault(printer.address) == ("silent", "unknown")


def test_a_printer_that_never_says_anything_is_taken_at_its_silence(printer: StandIn) -> None:
    printer.answers = None
    assert print_dots(printer.address, (PAGE,), patience=HASTY) is Health.SILENT
    printer.close()
    assert printer.papers == [PAGE]
