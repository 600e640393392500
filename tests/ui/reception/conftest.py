"""The journeys' centre and frame, for the presenters of the guide desk."""

from __future__ import annotations

from tests.journeys.conftest import centre, made_centre, workplace

__all__ = ["centre", "made_centre", "workplace"]
