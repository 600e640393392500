"""How paper leaves: a queue of the system, or a thermal printer on the network."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from desktop.thermal.address import is_network, read
from desktop.thermal.device import ask_health, print_dots
from desktop.thermal.escpos import Health
from ui.dots import dots_of
from ui.printing import Printers, find_printers, print_pdf

Send = Callable[[bytes, str, str], Health | None]
"""Print one copy of a PDF on a printer under a job's name, wait, and say how it is afterwards
(None: a queue, which does not tell)."""


def send_to_printer(pdf: bytes, printer: str, job: str) -> Health | None:
    """Print one copy; raises what `ui.printing.print_pdf` and `print_dots` raise."""
    if is_network(printer):
        address = read(printer)
        return print_dots(address, dots_of(pdf, address.dots))
    print_pdf(pdf, printer, job=job)
    return None


def health_of(printer: str) -> Health | None:
    """Ask a printer on the network how it is; None while it prints."""
    return ask_health(read(printer))


@dataclass(frozen=True, slots=True)
class Printing:
    """Which printers there are, how one of them gets a PDF, how one on the network is."""

    find: Callable[[], Printers] = find_printers
    send: Send = send_to_printer
    health: Callable[[str], Health | None] = health_of
