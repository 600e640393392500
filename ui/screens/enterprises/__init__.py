"""Enterprises (企业): one page per company, what belongs to it, doubles, lists to take over."""

from ui.screens.enterprises.screen import create

__all__ = ["create"]
