"""The album: numbered pictures of screens, papers as PDF and picture, a page to look at them."""

from __future__ import annotations

import html
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtGui import QPixmap

from ui.widgets.pdf_pages import render

_PAPER_DPI: Final = 110.0
_README_WIDTH: Final = 1200
README_BYTES: Final = 300 * 1024

_PAGE: Final = """<!doctype html>
<html lang="zh"><meta charset="utf-8"><title>Yimen</title>
<style>
body {{ font: 15px/1.5 sans-serif; margin: 2rem; background: #f5f7fa; color: #1d2733 }}
figure {{ display: inline-block; vertical-align: top; margin: 0 1.2rem 1.6rem 0; width: 420px }}
img {{ width: 100%; border: 1px solid #d9e0e8; border-radius: 6px; background: #fff }}
figcaption {{ color: #5b6775 }}
</style>
<h1>{title}</h1>
{body}
</html>
"""


@dataclass(frozen=True, slots=True)
class Entry:
    """One picture: its file, what it shows, and a file behind it ("" for none)."""

    file: str
    caption: str
    behind: str = ""


@dataclass(slots=True)
class Album:
    """Writes into one folder; what lay there of an earlier tour is taken away first."""

    folder: Path
    entries: list[Entry] = field(default_factory=list)
    _screens: int = 0
    _papers: int = 0

    def begin(self) -> None:
        """Empty the folder of earlier pictures."""
        self.folder.mkdir(parents=True, exist_ok=True)
        for pattern in ("*.png", "*.pdf", "index.html"):
            for old in self.folder.glob(pattern):
                old.unlink()

    def number(self, name: str) -> str:
        """Return the numbered name of the next screen."""
        self._screens += 1
        return f"{self._screens:02d}-{name}"

    def screen(self, name: str, picture: QPixmap, caption: str) -> None:
        """Keep a screen's picture under its numbered name."""
        self._save(picture, f"{name}.png")
        self.entries.append(Entry(f"{name}.png", caption))

    def paper(self, name: str, pdf: bytes, caption: str) -> None:
        """Keep a paper, as it is and as pictures of its pages."""
        self._papers += 1
        stem = f"paper-{self._papers:02d}-{name}"
        (self.folder / f"{stem}.pdf").write_bytes(pdf)
        for at, page in enumerate(render(pdf, _PAPER_DPI), 1):
            file = f"{stem}.png" if at == 1 else f"{stem}-{at}.png"
            if not page.image.save(str(self.folder / file)):
                raise OSError(f"{file} could not be written")
            self.entries.append(Entry(file, caption, f"{stem}.pdf"))

    def end(self, title: str) -> None:
        """Write the page that shows them all."""
        body = "\n".join(
            f'<figure><a href="{entry.behind or entry.file}"><img src="{entry.file}"></a>'
            f"<figcaption>{html.escape(entry.caption)}</figcaption></figure>"
            for entry in self.entries
        )
        page = _PAGE.format(title=html.escape(title), body=body)
        (self.folder / "index.html").write_text(page, encoding="utf-8")

    def _save(self, picture: QPixmap, file: str) -> None:
        if not picture.save(str(self.folder / file)):
            raise OSError(f"{file} could not be written")


def readme_picture(picture: QPixmap, path: Path) -> None:
    """Save a picture small enough for a README: at most 300 kB."""
    path.parent.mkdir(parents=True, exist_ok=True)
    width = _README_WIDTH
    while width > 400:
        small = picture.scaledToWidth(width, Qt.TransformationMode.SmoothTransformation)
        small.toImage().save(str(path), quality=0)  # 0: the smallest file
        if path.stat().st_size <= README_BYTES:
            return
        width -= 100
    raise OSError(f"{path} would be too large")
