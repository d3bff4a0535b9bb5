"""What test results say in words: "iron and B12 came back fine", "sodium was on the low side", "bloods all clear"."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence

from bot.nlu.lexicon import Pattern
from bot.nlu.line import Line
from bot.nlu.matcher import Match
from bot.nlu.words import either, words

_TESTS = {
    "thyroid": "thyroid", "tsh": "thyroid", "tft": "thyroid", "tfts": "thyroid", "t4": "thyroid",
    "electrolytes": "electrolytes", "salts": "electrolytes",
}  # fmt: skip
"""Things tested that are no nutrients, by what their normal result is called."""

_ANY_TEST = frozenset(
    words(
        """bloods tests test scan scans mri emg ecg ekg ct xray ultrasound endoscopy colonoscopy labs lab results report
        reports bloodwork ck haemoglobin hb fbc cbc"""
    )
)
_VERDICTS = {
    "normal": either(
        r"""ok; okay; fine; normal; good; grand; clear; clean; perfect; great;
        (?:with)?in (?:the )?(?:normal )?range; healthy; unremarkable; all ?right; satisfactory; adequate;
        spot on; negative; not low"""
    ),
    "low": either(
        r"""low; lowish; deficient; insufficient; below; depleted; rock bottom; on the floor;
        in (?:my|his|her|their) boots; tanked; dropped; crashed; not (?:enough|normal)"""
    ),
    "high": either("high; highish; raised; elevated; above; sky ?high; through the roof; too much"),
}
_MASK = "#"
_BETWEEN = "|".join(
    words(
        rf"""{_MASK} , and & levels? tests? tested bloods? count results? stores panel reading screen work are is was
        were has had have been be came come comes back all also both at of said says to down up gone looks? looking
        completely perfectly absolutely totally now still really very a an bit little on the side borderline slightly
        quite my i which that so last week month time : - = '\s?s s \d+ \."""
    )
)
_RESULT = re.compile(
    rf"{_MASK}(?: (?:{_BETWEEN})){{0,8}}? (?P<verdict>{'|'.join(_VERDICTS.values())})\b(?! (?:in|for|source))"
)


def results(line: Line, named: Sequence[Match], taken: Collection[int], known: Collection[str]) -> Iterator[Match]:
    """A condition for each thing tested of which the message says how it was.

    Args:
        line: the message.
        named: the nutrients that it names.
        taken: places that phrases have.
        known: ids of the knowledge base.
    """
    tested = {match.last: match.pattern.id for match in named if line.tokens[match.last].norm != "salt"}
    for token in line.tokens:
        if token.norm in _TESTS:
            tested[token.index] = _TESTS[token.norm]
        elif token.norm in _ANY_TEST:
            tested.setdefault(token.index, "medical")
    for place, what in tested.items():
        end = next(
            (t.index for t in line.tokens[place:] if t.sentence != line.tokens[place].sentence), len(line.tokens)
        )
        end = min(end, place + 24)
        said = " ".join(_MASK if t.index in tested else t.norm for t in line.tokens[place:end])
        hit = _RESULT.match(said)
        if not hit:
            continue
        last = place + said[: hit.end()].count(" ")
        verdict = next(name for name, pattern in _VERDICTS.items() if re.fullmatch(pattern, hit["verdict"]))
        id_ = _id_of(what, verdict, known)
        if id_ and place not in taken and last not in taken:
            yield Match(Pattern(id_, "condition", ()), (place, last), 0)


def _id_of(what: str, verdict: str, known: Collection[str]) -> str | None:
    """The id of a result: "low_iron_known", "normal_b12_test"; normal without an id of its own is a normal test."""
    if verdict == "normal":
        ids = (f"normal_{what}_test", f"normal_{what.removeprefix('vitamin_')}_test")
        return next((id_ for id_ in ids if id_ in known), "medical_test_normal")
    what = "sodium" if what == "electrolytes" else what
    id_ = f"{verdict}_{what}_known"
    return id_ if id_ in known else None
