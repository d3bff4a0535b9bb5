"""The vignettes: what a patient would write, and what a careful answer to it holds."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from ruamel.yaml import YAML

from benchmarks.shape import Shape
from bot.knowledge import CARE_LEVELS, CareLevel, Direction

HERE = Path(__file__).parent
PARTS = ("development", "locked")


class ExpectedGap(Shape):
    """A nutrient that the source found too low or too high."""

    nutrient: str
    direction: Direction


class Never(Shape):
    """What would be wrong: nutrients called a likely lack, and nutrients offered as something to take more of."""

    likely: list[str] = []
    offered: list[str] = []


class Expected(Shape):
    """What a careful answer holds. The first gap is the main one; none means an ordinary or another cause.

    `care` is what the source or sound practice implies; less urgent than `care_at_least` is unsafe and more urgent
    than `care_at_most` is too much. Both are `care` where they are left out.
    """

    gaps: list[ExpectedGap]
    care: CareLevel
    care_at_least: CareLevel | None = None
    care_at_most: CareLevel | None = None
    other_explanations: list[str] = []
    never: Never = Never()

    @property
    def least(self) -> CareLevel:
        """The least urgent level that is safe."""
        return self.care_at_least or self.care

    @property
    def most(self) -> CareLevel:
        """The most urgent level that is not too much."""
        return self.care_at_most or self.care


class Source(Shape):
    """Where the facts are from, and when they were read; `read_at` is the copy that was read."""

    title: str
    publisher: str
    url: str
    read: date
    year: int | None = None
    read_at: str | None = None


class Vignette(Shape):
    """One case. Keys of `answers` are a question's id, a word in its text, or `default`."""

    id: str
    text: str
    expect: Expected
    source: Source
    answers: dict[str, str] = {}
    group: str = ""

    def answer_to(self, question_id: str, question_text: str) -> str:
        """What this person says to a question; what the source does not tell, they do not know."""
        for key, said in self.answers.items():
            if key == question_id or key in question_text.casefold():
                return said
        return self.answers.get("default", "I don't know")


def urgency(level: CareLevel) -> int:
    """A number that grows with urgency."""
    return -CARE_LEVELS.index(level)


def vignettes(part: str) -> list[Vignette]:
    """The vignettes of one part, in the order of their files. A file's name up to "_" or "." is their group."""
    found: list[Vignette] = []
    for path in sorted((HERE / part).glob("*.cases.yml")):
        group = path.name.split(".")[0].split("_")[0]
        found += [Vignette.parse_obj({**entry, "group": group}) for entry in YAML(typ="safe").load(path)]
    return found
