"""The chat page in headless Chromium, talking with the real assistant."""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Iterator
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, BrowserType, Page, Route, expect, sync_playwright

from tests.served import Assistant

pytestmark = pytest.mark.browser
FIRST_TALK = "my calves have been jumping for two weeks, I'm vegan and I take omeprazole"
EMERGENCY = "my hands have locked up and my lips tingle, they took out my thyroid on Monday"
PHONE = {"width": 360, "height": 640}
ANIMALS = ("fish", "salmon", "sardine", "tuna", "cod", "beef", "liver", "egg", "cheese", "clam")
CONTRASTS = """() => {
    const channels = (colour) => colour.match(/[\\d.]+/g).map(Number);
    const light = (colour) => {
        const [r, g, b] = channels(colour).slice(0, 3).map((part) => part / 255)
            .map((part) => (part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4));
        return 0.2126 * r + 0.7152 * g + 0.0722 * b;
    };
    const behind = (node) => {
        for (let at = node; at; at = at.parentElement) {
            const [, , , alpha = 1] = channels(getComputedStyle(at).backgroundColor);
            if (alpha > 0) return getComputedStyle(at).backgroundColor;
        }
    };
    const found = [];
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    for (let node = walker.nextNode(); node; node = walker.nextNode()) {
        const around = node.parentElement;
        if (!node.data.trim() || !around.checkVisibility()) continue;
        const [darker, lighter] = [light(getComputedStyle(around).color), light(behind(around))].sort((a, b) => a - b);
        found.push([(lighter + 0.05) / (darker + 0.05), node.data.trim()]);
    }
    return found;
}"""
UNNAMED = """() => [...document.querySelectorAll('button, textarea, input, a, summary, img')]
    .filter((node) => node.checkVisibility())
    .filter((node) => !(node.labels?.length || node.textContent.trim() || node.hasAttribute('alt')))
    .map((node) => node.outerHTML)"""
OPEN_ALL = "() => document.querySelectorAll('details').forEach((part) => { part.open = true; })"
OVERFLOW = "() => document.documentElement.scrollWidth > innerWidth"


def launch(kind: BrowserType, *arguments: str) -> Browser:
    path = shutil.which("chromium") or shutil.which("google-chrome")
    if path is None:
        pytest.skip("Chromium is not installed, so the chat page is not tested in a browser.")
    # Chromium refuses its own sandbox to the administrator, who runs tests in containers.
    return kind.launch(executable_path=path, chromium_sandbox=os.getuid() != 0, args=arguments)


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        browser = launch(playwright.chromium)
        yield browser
        browser.close()


@pytest.fixture
def page(chromium: Browser, assistant: Assistant) -> Iterator[Page]:
    """The page as a phone shows it. No test may make it fail, break its policy, or ask anybody else for anything."""
    context = chromium.new_context(viewport=PHONE)
    page = context.new_page()
    asked: set[str | None] = set()
    faults: list[str] = []
    page.on("request", lambda request: asked.add(urlsplit(request.url).hostname))
    page.on("pageerror", lambda error: faults.append(str(error)))
    page.on("console", lambda line: faults.append(line.text) if "Security Policy" in line.text else None)
    page.goto(assistant.url)
    yield page
    context.close()
    assert asked == {"127.0.0.1"}
    assert faults == []


def answered(page: Page) -> None:
    expect(page.get_by_role("status")).to_have_text("", timeout=30_000)


def say(page: Page, text: str) -> None:
    page.get_by_label("Your message").fill(text)
    page.keyboard.press("Enter")
    answered(page)


def press(page: Page, name: str) -> None:
    page.get_by_role("button", name=name, exact=True).click()
    answered(page)


def finish(page: Page) -> None:
    """Answers questions with "None of these" where that is offered, and then asks for the answer."""
    if page.get_by_role("button", name="None of these", exact=True).count():
        press(page, "None of these")
    if not page.locator(".card").count():
        press(page, "Just tell me")


def in_view(page: Page, selector: str) -> bool:
    """Whether the element's upper edge is between the header and the input."""
    box = page.locator(selector).bounding_box()
    footer = page.locator("footer").bounding_box()
    assert box
    assert footer
    return 0 <= box["y"] < footer["y"] - 100


def test_the_first_talk(page: Page) -> None:
    say(page, FIRST_TALK)
    assert page.get_by_text("Why do you ask?").count() == 1
    finish(page)
    answer = page.locator(".answer").last
    expect(answer).to_contain_text("vitamin B12")
    expect(answer).to_contain_text("magnesium")
    assert in_view(page, ".answer")
    card = page.locator(".card")
    expect(answer).to_contain_text("Book an ordinary appointment")
    expect(card).not_to_contain_text("ordinary appointment")
    foods = " ".join(card.locator("tbody th").all_text_contents()).lower()
    assert foods
    assert not [animal for animal in ANIMALS if animal in foods]
    page.get_by_text("Vitamin B12: likely low").click()
    link = card.get_by_role("link").first
    assert (link.get_attribute("target"), link.get_attribute("rel")) == ("_blank", "noopener")
    assert (link.get_attribute("href") or "").startswith("http")
    say(page, "thanks")
    assert page.locator("#choices button").count() == 0


def test_an_emergency_is_seen_and_announced_at_once(page: Page) -> None:
    say(page, FIRST_TALK)
    say(page, EMERGENCY)
    alarm = page.get_by_role("alert")
    expect(alarm).to_contain_text("emergency")
    assert in_view(page, "[role=alert]")
    assert page.locator("#choices button").count() == 0


def test_what_is_typed_is_shown_as_text(page: Page) -> None:
    hostile = "<script>document.title='taken'</script><img src=x onerror=\"document.title='taken'\">"
    say(page, hostile)
    page.reload()
    expect(page.locator(".own")).to_contain_text(hostile)
    assert page.locator("#log script, #log img").count() == 0
    assert page.title() == "Nutrigap"


def test_what_is_answered_is_shown_as_text(page: Page) -> None:
    evil = "<img src=x onerror=\"document.title='taken'\">"
    source = {"title": evil, "publisher": evil, "url": "javascript:document.title='taken'"}
    replies = [{"text": evil, "buttons": [{"title": evil}], "custom": {"type": "nutrient", "sources": {"x": source}}}]
    page.route("**/webhook", lambda route: route.fulfill(json=replies))
    say(page, "iron")
    page.get_by_text("Sources").click()
    expect(page.locator(".bot")).to_contain_text(evil)
    expect(page.locator("#choices button")).to_have_text(evil)
    expect(page.locator("#log .source")).to_contain_text(evil)
    assert page.locator("#log a, #log img").count() == 0
    assert page.title() == "Nutrigap"


def test_the_keyboard_is_enough(page: Page) -> None:
    words = page.get_by_label("Your message")
    expect(words).to_be_focused()
    page.keyboard.type("I am tired")
    page.keyboard.press("Shift+Enter")
    page.keyboard.type("and I eat no meat")
    expect(words).to_have_value("I am tired\nand I eat no meat")
    page.keyboard.press("Enter")
    answered(page)
    expect(words).to_have_value("")
    expect(words).to_be_focused()
    own = page.locator(".own")
    expect(own).to_have_count(1)
    page.keyboard.press("Shift+Tab")
    pressed = page.evaluate("() => document.activeElement.textContent")
    assert pressed == page.locator("#choices button").last.text_content()
    page.keyboard.press("Enter")
    answered(page)
    expect(own.last).to_contain_text(pressed)
    expect(words).to_be_focused()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_it_can_be_read_and_heard(page: Page, scheme: str) -> None:
    page.emulate_media(color_scheme="dark" if scheme == "dark" else "light")
    say(page, FIRST_TALK)
    finish(page)
    say(page, EMERGENCY)
    page.evaluate(OPEN_ALL)
    faint = [(round(ratio, 1), text) for ratio, text in page.evaluate(CONTRASTS) if ratio < 4.5]
    assert faint == []
    assert page.evaluate(UNNAMED) == []
    assert page.evaluate(OVERFLOW) is False
    log = page.get_by_role("log")
    assert log.get_attribute("aria-live") == "polite"
    assert page.locator("html").get_attribute("lang") == "en-GB"
    assert page.locator("h1").count() == 1
    expect(page.get_by_role("button", name="Send", exact=True)).to_be_visible()


def test_large_text_fits(chromium: Browser, assistant: Assistant) -> None:
    browser = launch(chromium.browser_type, "--blink-settings=defaultFontSize=32")
    page = browser.new_page(viewport=PHONE)
    page.goto(assistant.url)
    say(page, FIRST_TALK)
    finish(page)
    page.evaluate(OPEN_ALL)
    assert page.evaluate(OVERFLOW) is False
    say(page, EMERGENCY)
    assert in_view(page, "[role=alert]")
    browser.close()


def test_no_words_are_lost_without_a_connection(page: Page) -> None:
    page.context.set_offline(True)
    say(page, "I have cramps")
    expect(page.get_by_text("You are offline.")).to_be_visible()
    page.context.set_offline(False)
    page.reload()
    answered_once(page, "I have cramps")


def answered_once(page: Page, *said: str) -> None:
    """Looks that the page, and the page loaded anew, show these messages in order, each answered and none twice."""
    for _ in range(2):
        expect(page.locator(".own")).to_contain_text(list(said))
        expect(page.locator(".bot")).to_have_count(len(said))
        assert page.locator(".fault").count() == 0
        answered(page)
        page.reload()


def test_the_words_are_sent_as_soon_as_there_is_a_connection(page: Page) -> None:
    page.context.set_offline(True)
    say(page, "thanks")
    say(page, "goodbye")
    expect(page.get_by_text("You are offline.")).to_be_visible()
    page.context.set_offline(False)
    answered_once(page, "thanks", "goodbye")


def test_an_answer_that_is_lost_on_the_way_is_had_again_and_not_given_twice(page: Page) -> None:
    def lose(route: Route) -> None:
        route.fetch()
        route.abort()

    page.route("**/webhook", lose, times=1)
    say(page, "thanks")
    expect(page.get_by_text("Nutrigap cannot be reached.")).to_be_visible()
    expect(page.locator(".bot")).to_have_count(1)
    answered_once(page, "thanks")


def test_a_reload_in_the_middle_of_a_turn_loses_nothing(page: Page) -> None:
    def never_answer(route: Route) -> None:
        route.fetch()

    page.route("**/webhook", never_answer, times=1)
    page.get_by_label("Your message").fill("thanks")
    page.keyboard.press("Enter")
    expect(page.locator(".own")).to_have_count(1)
    page.reload()
    answered_once(page, "thanks")


def test_who_waits_long_is_told_and_then_answered(page: Page) -> None:
    def too_slow(route: Route) -> None:
        route.fetch()
        route.fulfill(json=[{"text": "One moment, please.", "custom": {"type": "waiting"}}])

    page.route("**/webhook", too_slow, times=1)
    page.get_by_label("Your message").fill("thanks")
    page.keyboard.press("Enter")
    expect(page.get_by_role("status")).to_have_text("One moment, please.")
    answered_once(page, "thanks")


def test_a_refusal_is_shown_and_can_be_sent_again(page: Page) -> None:
    def refuse(route: Route) -> None:
        route.fulfill(status=429, headers={"Retry-After": "60"}, body=json.dumps({"error": "Please wait a minute."}))

    page.route("**/webhook", refuse, times=1)
    say(page, "thanks")
    expect(page.get_by_text("Please wait a minute.")).to_be_visible()
    press(page, "Send again")
    answered_once(page, "thanks")


def test_what_cannot_be_answered_says_so_and_can_be_sent_again(page: Page) -> None:
    def fault(route: Route) -> None:
        route.fulfill(json=[{"id": 1, "text": "I could not.", "custom": {"type": "fault"}}])

    page.route("**/webhook", fault, times=1)
    say(page, "thanks")
    expect(page.get_by_text("Not answered.")).to_be_visible()
    press(page, "Send again")
    expect(page.locator(".bot")).to_have_count(2)
    page.reload()
    answered_once(page, "thanks")


def test_a_reload_keeps_the_talk_and_deleting_ends_it(page: Page) -> None:
    say(page, "I have cramps")
    replies = page.locator(".bot").all_text_contents()
    page.reload()
    assert page.locator(".bot").all_text_contents() == replies
    assert page.locator("#choices button").count() > 0
    page.on("dialog", lambda dialog: dialog.accept())
    press(page, "Delete my data")
    expect(page.locator(".bot")).to_have_count(1)
    expect(page.locator(".bot")).to_contain_text("deleted")
    assert "cramps" not in page.evaluate("() => JSON.stringify([sessionStorage, localStorage, document.cookie])")
    page.reload()
    expect(page.get_by_role("heading", name="What is bothering you?")).to_be_visible()


def test_starting_over_clears_the_page(page: Page) -> None:
    say(page, "I have cramps")
    press(page, "Start over")
    for _ in range(2):
        expect(page.locator(".bot")).to_have_count(1)
        expect(page.locator(".own")).to_have_count(0)
        page.reload()
