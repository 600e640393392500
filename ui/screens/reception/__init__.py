"""Reception (导服台): who comes, what for, and the one number."""

from ui.screens.reception.screen import create

__all__ = ["create"]
