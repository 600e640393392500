"""Cases (办件): what is open, whose it is, when it is due, and every step to its end."""

from ui.screens.cases.screen import create

__all__ = ["create"]
