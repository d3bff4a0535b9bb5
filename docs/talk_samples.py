"""Has the sample talks of the README with the real assistant and writes them there: `make talk-samples`."""

from __future__ import annotations

import re
import tempfile
from pathlib import Path
from typing import Any

from tests.served import Assistant

README = Path(__file__).parents[1] / "README.md"
MARK = "<!-- samples -->"
TALKS = {
    "Findings that join up": (
        "my calves have been jumping for two weeks, I'm vegan and I take omeprazole",
        "none. its more annoying than anything",
        "3 yrs",
        "no",
    ),
    "A deficiency is unlikely": (
        "eyelid twitching since yesterday, exam week, six coffees a day, no other symptoms, I eat everything",
    ),
    "Danger in the question": ("I'm on a water tablet and lisinopril, cramps at night. Should I take potassium?",),
}
SPECIAL = re.compile(r"([\\`*_<])")


def quoted(speaker: str, text: str, buttons: list[str]) -> str:
    """Gives one message as a Markdown quotation, its lines kept and its buttons below."""
    lines = [SPECIAL.sub(r"\\\1", line) for line in text.splitlines() if line.strip()]
    if buttons:
        lines.append(" ".join(f"`{button}`" for button in buttons))
    return f"> **{speaker}:** " + "\\\n> ".join(lines)


def answers(replies: list[dict[str, Any]]) -> list[str]:
    """Gives the assistant's replies as quotations."""
    return [
        quoted("Nutrigap", reply["text"], [button["title"] for button in reply.get("buttons", [])]) for reply in replies
    ]


def had(assistant: Assistant, said: tuple[str, ...]) -> str:
    """Has one talk and gives it as Markdown.

    Raises:
        AssertionError: the talk ended without an assessment, so it would be no sample.
    """
    sender, shown, replies = assistant.new(), [], []
    for text in said:
        replies = assistant.say(text, sender)
        shown += [quoted("You", text, []), *answers(replies)]
    kinds = [(reply.get("custom") or {}).get("type") for reply in replies]
    assert "assessment" in kinds, f"The talk that starts {said[0]!r} ended with {kinds}."
    return "\n>\n".join(shown)


def with_samples(readme: str, samples: str) -> str:
    """Puts the samples between the two marks of the README."""
    before, _, after = readme.split(MARK)
    return f"{before}{MARK}\n\n{samples}\n\n{MARK}{after}"


def main() -> None:
    """Starts an assistant with a data folder of its own, has the talks, and writes the README."""
    with tempfile.TemporaryDirectory() as folder:
        assistant = Assistant(Path(folder))
        try:
            talks = [f"**{title}**\n\n{had(assistant, said)}" for title, said in TALKS.items()]
        finally:
            assistant.stop()
    README.write_text(with_samples(README.read_text(encoding="utf-8"), "\n\n".join(talks)), encoding="utf-8")
    print(f"Wrote {len(talks)} talks into {README.name}.")


if __name__ == "__main__":
    main()
