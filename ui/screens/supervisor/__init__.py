"""The supervisor (督导): the hall as it stands, days back, and what stands behind each figure."""

from ui.screens.supervisor.screen import create

__all__ = ["create"]
