"""End of day (日结): every open ticket gets a true end, then the day is closed."""

from ui.screens.end_of_day.screen import create

__all__ = ["create"]
