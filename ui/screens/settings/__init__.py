"""Settings (设置): this PC, its printer, the site's rules, its files, backup and proof."""

from ui.screens.settings.screen import create

__all__ = ["create"]
