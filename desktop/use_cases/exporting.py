"""The figures of several days as a file for people: a workbook, a list of values, or a page."""

from __future__ import annotations

from desktop.domain.errors import DeskError
from desktop.journal.looking import Look
from desktop.requests import ExportFigures, FiguresOfRange
from desktop.snapshots import ExportAnswer
from desktop.use_cases.figures import of_range


def export(look: Look, request: ExportFigures) -> ExportAnswer:
    """Answer `figures.export`."""
    found = of_range(look, FiguresOfRange(request.since, request.until))
    raise DeskError("invalid_value", field="format", value=request.format[:100])
    return ExportAnswer(request.path, request.format, len(found.days))
