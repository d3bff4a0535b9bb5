"""Numbers as people write them: figures, words, "half a", "a couple of", "2.5k"."""

from __future__ import annotations

import re

from bot.nlu.words import NUMBERS

NUMBER = (
    r"\d+(?:[.,]\d+)?|half(?: an?)?|(?:an? )?(?:quarter|third)(?: of)?(?: an?)?|an?(?= )|(?:a )?couple(?: of)?|"
    r"(?:a )?few|" + "|".join(word for word in NUMBERS if word not in {"a", "an", "couple", "few", "half"})
)


def number(text: str) -> float:
    """The value of a number word or figure. "2,000" and "2.5k" are read as people mean them."""
    text = re.sub(r"^a (?=couple|few)| of$", "", text.strip())
    part = re.search(r"\b(?:half|quarter|third)\b", text)
    if part:
        return {"half": 0.5, "quarter": 0.25, "third": 1 / 3}[part[0]]
    if text in NUMBERS:
        return float(NUMBERS[text])
    text = re.sub(r"(?<=\d),(?=\d{3}\b)", "", text).replace(",", ".")
    return float(text[:-1]) * 1000 if text.endswith("k") else float(text)
