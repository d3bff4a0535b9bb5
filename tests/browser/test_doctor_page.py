"""From the talk to the page for the doctor, in headless Chromium."""

from __future__ import annotations

from pathlib import Path

from playwright.sync_api import Page

from tests.browser.test_chat_page import FIRST_TALK, chromium, page, say  # noqa: F401  (fixtures)


def test_the_summary_opens_to_print_and_loads_as_pdf(page: Page) -> None:  # noqa: F811
    for words in (FIRST_TALK, "just tell me", "for my doctor"):
        say(page, words)
    with page.expect_popup() as opened:
        page.get_by_role("button", name="Page to print").click()
    sheet = opened.value
    sheet.wait_for_load_state()
    assert sheet.get_by_role("heading", name="Considered by the program").is_visible()
    assert "sender" not in sheet.url
    with page.expect_download() as loaded:
        page.get_by_role("button", name="PDF").click()
    assert Path(loaded.value.path()).read_bytes().startswith(b"%PDF-")
    assert loaded.value.suggested_filename.endswith(".pdf")
