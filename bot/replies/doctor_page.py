"""The summary for a doctor as a page to print: HTML, and PDF made by fpdf2."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from datetime import date
from html import escape
from importlib.machinery import PathFinder
from pathlib import Path

from bot.replies.doctor_summary import NOTE, TITLE, Section

LARGEST, SMALLEST = 9.5, 6.0
"""Points of the letters in the PDF: as large as lets it all stand on one page."""


def _made(day: date) -> str:
    return f"{NOTE} {day.day} {day:%B %Y}."


def as_html(sections: Sequence[Section], day: date) -> str:
    """A whole page of HTML, for A4 or Letter paper; whatever the person wrote is text and never markup."""
    body = "".join(
        f"<section><h2>{escape(section.title)}</h2><ul>"
        + "".join(f"<li>{escape(line)}</li>" for line in section.lines)
        + "</ul></section>\n"
        for section in sections
    )
    return (
        f'<!doctype html>\n<html lang="en-GB"><head><meta charset="utf-8"><title>{TITLE}</title>'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        '<link rel="stylesheet" href="/static/doctor.css"></head>\n'
        f"<body><h1>{TITLE}</h1>\n<main>{body}</main><footer>{escape(_made(day))}</footer></body></html>\n"
    )


def as_pdf(sections: Sequence[Section], day: date) -> bytes:
    """An A4 page as PDF; a very long summary in the smallest letters goes on to a second page.

    Letters that its font (DejaVu Sans, which comes with matplotlib) does not have are drawn as boxes.
    """
    size = LARGEST
    while True:
        pages, pdf = _drawn(sections, day, size)
        if pages == 1 or size <= SMALLEST:
            return pdf
        size -= 0.5


def _drawn(sections: Sequence[Section], day: date, size: float) -> tuple[int, bytes]:
    from fpdf import FPDF  # only who asks for a PDF pays for it

    for name in ("fpdf", "fontTools"):  # they would log what the person wrote
        logging.getLogger(name).setLevel(logging.CRITICAL)
    pdf = FPDF(format="A4")
    pdf.set_title(TITLE)
    pdf.set_lang("en-GB")
    pdf.set_margin(12)
    pdf.set_auto_page_break(True, 10)
    for style, file in (("", "DejaVuSans.ttf"), ("B", "DejaVuSans-Bold.ttf")):
        pdf.add_font("sans", style, _fonts() / file)
    pdf.add_page()

    def write(text: str, points: float, style: str = "", indent: float = 0) -> None:
        pdf.set_font("sans", style, points)
        pdf.set_x(pdf.l_margin + indent)
        pdf.multi_cell(0, points * 0.46, text, align="L", new_x="LMARGIN", new_y="NEXT")

    write(TITLE, size * 1.5, "B")
    for section in sections:
        pdf.ln(size * 0.12)
        write(section.title, size, "B")
        for line in section.lines:
            write(f"• {line}", size * (0.8 if section.title == "Sources" else 1), indent=2)
    pdf.ln(size * 0.2)
    write(_made(day), size * 0.85)
    return pdf.pages_count, bytes(pdf.output())


def _fonts() -> Path:
    """Where matplotlib, which Rasa needs, keeps its fonts; matplotlib itself is not loaded."""
    spec = PathFinder.find_spec("matplotlib")  # also where a stub stands in for it
    if spec is None or not spec.submodule_search_locations:
        raise RuntimeError("matplotlib, whose fonts the PDF is set in, is not installed.")
    return Path(spec.submodule_search_locations[0]) / "mpl-data" / "fonts" / "ttf"
