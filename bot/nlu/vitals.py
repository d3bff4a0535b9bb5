"""What measured figures say: "pulse 44", "temp 39.2", "my blood pressure reads 80 over 50"."""

from __future__ import annotations

import re
from collections.abc import Iterator

from bot.nlu.line import Line

_WORDS_BETWEEN = r"(?: (?!when\b|after\b|if\b|while\b)[a-z']+){0,4}? "
_PULSE = re.compile(rf"\b(?:pulse|heart rate|hr)\b{_WORDS_BETWEEN}(?P<n>\d{{2,3}})\b(?! ?(?:%|year|minute|min|x|time))")
_TEMPERATURE = re.compile(rf"\b(?:temp|temperature|fever)\b{_WORDS_BETWEEN}(?P<n>\d{{2}}(?: ?\. ?\d)?)\b")
_PRESSURE = re.compile(
    rf"\b(?:blood pressure|bp)\b{_WORDS_BETWEEN}(?P<n>\d{{2,3}}) ?(?:/|over) ?(?P<lower>\d{{2,3}})\b"
)
_EFFORT = re.compile(
    r"\b(?:run\w*|exercis\w*|gym|train\w*|cycl\w*|workout|zone|max\w*|sprint\w*|resting|athlete|target)\b"
)

SLOWEST_PULSE, FASTEST_PULSE = 45, 130
LOWEST_PRESSURE = 90
CRISIS_PRESSURE, CRISIS_LOWER_PRESSURE = 180, 120
"""From either on a pressure is very high. Source: aha_hypertensive_crisis."""
FEVER, HOTTEST = 38.0, 42.5


def measured(line: Line) -> Iterator[tuple[str, int, int]]:
    """Symptom ids that measured figures stand for, with the first and last token that say so."""
    for hit in line.find(_PULSE):
        rate = int(hit.match["n"])
        if not _EFFORT.search(line.text):
            if 20 <= rate <= SLOWEST_PULSE:
                yield "slow_heartbeat", hit.first, hit.last
            elif FASTEST_PULSE <= rate <= 250:
                yield "palpitations", hit.first, hit.last
    for hit in line.find(_TEMPERATURE):
        if FEVER <= float(hit.match["n"].replace(" ", "")) <= HOTTEST:
            yield "fever", hit.first, hit.last
    for hit in line.find(_PRESSURE):
        upper, lower = int(hit.match["n"]), int(hit.match["lower"])
        if 40 <= upper < LOWEST_PRESSURE:
            yield "low_blood_pressure", hit.first, hit.last
        elif CRISIS_PRESSURE <= upper <= 300 or CRISIS_LOWER_PRESSURE <= lower <= 200:
            yield "very_high_blood_pressure", hit.first, hit.last
