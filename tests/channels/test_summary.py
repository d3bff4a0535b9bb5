"""The page for the doctor as the running assistant serves it."""

from __future__ import annotations

import sqlite3
from contextlib import closing

import httpx

from tests.served import Assistant


def summary(assistant: Assistant, sender: str, wanted: str) -> httpx.Response:
    return assistant.client.post("/summary", data={"sender": sender, "format": wanted})


def rows(assistant: Assistant) -> dict[str, int]:
    """How many rows each table of the store has."""
    (file,) = assistant.data.glob("*.sqlite")
    with closing(sqlite3.connect(file)) as store:
        tables = [name for (name,) in store.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
        return {name: store.execute(f"SELECT count(*) FROM {name}").fetchone()[0] for name in tables}


def test_the_page_is_made_from_the_talk_and_stores_nothing(assistant: Assistant) -> None:
    sender = assistant.new()
    assistant.say("my calves have been jumping for two weeks, I'm vegan and I take omeprazole", sender)
    assistant.say("just tell me", sender)

    before = rows(assistant)
    page, pdf = summary(assistant, sender, "html"), summary(assistant, sender, "pdf")
    assert "calves have been jumping”" in page.text
    assert page.headers["content-type"].startswith("text/html")
    assert pdf.content.startswith(b"%PDF-")
    assert "attachment" in pdf.headers["content-disposition"]
    assert rows(assistant) == before
    assert before


def test_what_cannot_be_made_is_said(assistant: Assistant) -> None:
    assert summary(assistant, assistant.new(), "html").status_code == 404
    assert summary(assistant, assistant.sender, "docx").json()["error"].startswith('"format" must be')
    assert assistant.client.post("/summary").status_code == 400
