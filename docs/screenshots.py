"""Takes the README's pictures of the chat page in Chromium: `make screenshots`."""

from __future__ import annotations

import os
import shutil
import tempfile
from pathlib import Path

from playwright.sync_api import Browser, expect, sync_playwright

from docs.talk_samples import TALKS
from tests.served import Assistant

IMAGES = Path(__file__).parent / "images"
SIZES = {"chat-page": (820, None), "chat-page-phone": (390, 844)}
"""Width and height of each picture; None is as high as the whole talk."""
USUAL_HEIGHT = 900
PATIENCE = 30_000
"""Milliseconds to wait for one answer."""


def take(browser: Browser, url: str, name: str) -> None:
    """Has the first sample talk on the page, up to its assessment, and takes the picture."""
    width, height = SIZES[name]
    context = browser.new_context(viewport={"width": width, "height": height or USUAL_HEIGHT}, color_scheme="light")
    page = context.new_page()
    page.goto(url)
    for said in next(iter(TALKS.values())):
        page.get_by_label("Your message").fill(said)
        page.keyboard.press("Enter")
        expect(page.get_by_role("status")).to_have_text("", timeout=PATIENCE)
    expect(page.locator(".card")).to_have_count(1)
    if height is None:
        page.set_viewport_size({"width": width, "height": page.evaluate("document.documentElement.scrollHeight")})
    page.screenshot(path=IMAGES / f"{name}.png")
    context.close()


def main() -> None:
    """Takes both pictures from an assistant with a data folder of its own."""
    path = shutil.which("chromium") or shutil.which("google-chrome")
    if path is None:
        raise SystemExit("Chromium is needed: install it, then run this again.")
    IMAGES.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        # Chromium refuses its own sandbox to the administrator.
        browser = playwright.chromium.launch(executable_path=path, chromium_sandbox=os.getuid() != 0)
        assistant = Assistant(Path(folder))
        try:
            for name in SIZES:
                take(browser, assistant.url, name)
        finally:
            assistant.stop()
            browser.close()
    print(f"Took {len(SIZES)} pictures in docs/images.")


if __name__ == "__main__":
    main()
