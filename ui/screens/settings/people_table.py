"""The table of people: code, name, roles in words, windows, whether they sign in."""

from __future__ import annotations

from desktop.snapshots import StaffShape
from ui.language import Language
from ui.screens.settings.people_presenter import People
from ui.theme import Tone
from ui.widgets.live_model import Column


def role_words(language: Language, roles: tuple[str, ...]) -> str:
    """Return the names of roles."""
    text = language.text
    return text("people.join").join(text(f"people.role.{role}.name") for role in roles)


def columns(language: Language, people: People) -> list[Column[StaffShape]]:
    """Return the columns in a language, for these windows."""
    text = language.text
    letters = {window.code: window.letter for window in people.windows}

    def roles(person: StaffShape) -> str:
        return role_words(language, person.roles)

    def windows(person: StaffShape) -> str:
        if person.windows is None:
            return text("people.every")
        return " ".join(letters.get(code, code) for code in person.windows)

    def window_names(person: StaffShape) -> str:
        names = {one.code: one.name(language.code) for one in people.windows}
        return text("people.join").join(names.get(code, code) for code in person.windows or ())

    return [
        Column(text("people.column.code"), lambda one: one.code),
        Column(text("people.column.name"), lambda one: one.name or ""),
        Column(text("people.column.roles"), roles, tip=roles, stretch=True),
        Column(text("people.column.windows"), windows, tip=window_names),
        Column(
            text("people.column.state"), lambda one: text(f"people.state.{state(one)}"), tone=tone
        ),
    ]


def state(person: StaffShape) -> str:
    """Return how somebody stands: `left`, `password` or `none`."""
    if not person.active:
        return "left"
    return "password" if person.signs_in else "none"


def tone(person: StaffShape) -> Tone | None:
    """Return the tone of that."""
    return {"left": Tone.NEUTRAL, "password": Tone.GOOD, "none": None}[state(person)]
