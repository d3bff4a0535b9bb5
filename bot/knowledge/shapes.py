"""The shapes of the knowledge files. One class per kind of record; unknown keys are refused."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any, Literal

from bot.knowledge.condition import Condition
from bot.knowledge.shape import Shape

Grade = Literal[
    "guideline", "label", "systematic_review", "review", "trial", "observational", "case_report", "mechanism"
]
CareLevel = Literal["emergency", "urgent", "routine", "self_care"]
CARE_LEVELS: tuple[CareLevel, ...] = ("emergency", "urgent", "routine", "self_care")
Strength = Literal["strong", "moderate", "weak"]
STRENGTHS: tuple[Strength, ...] = ("strong", "moderate", "weak")
Direction = Literal["low", "high"]
Unit = Literal["mg", "mcg"]


class Source(Shape):
    """Where a claim was read.

    `checked` is the day somebody read the passage; None means nobody did, and then no rule may rest on it.
    `grade` is the kind of evidence the document is. `read_at` names the copy that was read, where that was not `url`.
    """

    title: str
    publisher: str
    url: str
    grade: Grade
    checked: date | None
    published: str | None = None
    read_at: str | None = None


class Claim(Shape):
    """One plain sentence for the reader, and where it was read.

    `unverified` marks a claim whose source was not read: it is kept for the next reader and drives nothing.
    """

    says: str
    source: str
    grade: Grade | None = None
    unverified: bool = False


class Rule(Claim):
    """A claim that holds for this person when `when` is met."""

    id: str
    when: Condition


class Evidence(Rule):
    """A rule that speaks for or against something, with an ordinal strength.

    For a symptom: strong = specific to this, moderate = typical, weak = a hint that many things share.
    For a risk: strong = a leading cause, moderate = a known cause, weak = a contributor.
    """

    strength: Strength


class Caution(Rule):
    """What this person must be careful with. `blocks` withholds supplements and/or foods of the nutrient."""

    blocks: list[Literal["supplement", "food", "dose"]] = []


class Spacing(Rule):
    """How many hours to keep between a supplement of the nutrient and a medicine."""

    hours: float


class Tip(Claim):
    """Advice that is offered when `when` is met, or always where there is none."""

    when: Condition | None = None


class LikelyCare(Claim):
    """How soon to be seen when a gap is likely, where an ordinary appointment is too late."""

    level: CareLevel


class Balance(Shape):
    """One direction of a nutrient, lack or excess: symptoms, risks, what speaks against it, how soon to be seen."""

    picture: list[Evidence] = []
    risks: list[Evidence] = []
    against: list[Evidence] = []
    likely_care: LikelyCare | None = None


class Nutrient(Shape):
    """What is known of one nutrient; daily need and upper limits are in `reference_intakes.csv`.

    `tests` are what to ask for, `disturbed_by` what makes them mislead.
    """

    id: str
    name: str
    also_called: list[str] = []
    unit: Unit
    function: Claim
    lack: Claim
    excess: Claim
    food_sources: Claim
    low: Balance
    high: Balance = Balance()
    tests: list[Tip] = []
    disturbed_by: list[Tip] = []
    cautions: list[Caution] = []
    spacing: list[Spacing] = []
    tips: list[Tip] = []

    def evidence(self) -> Iterator[Evidence]:
        """Everything that speaks for or against a lack or an excess."""
        for balance in (self.low, self.high):
            yield from (*balance.picture, *balance.risks, *balance.against)


class Explanation(Shape):
    """Another cause beside nutrients: one of the contract's ids, with its own rules."""

    id: str
    name: str
    advice: list[Tip] = []
    because: list[Evidence] = []
    against: list[Evidence] = []


class Option(Shape):
    """An answer button and what choosing it says: a list of findings as JSON (kind is looked up)."""

    label: str
    sets: list[dict[str, Any]] = []


class Question(Shape):
    """A follow-up question.

    `due` says when it may be asked; `asks` lists the finding ids that make it pointless once known (any assertion), or
    `asks_duration_of` the finding whose missing duration it asks for. `yes` and `no` are what these answers say;
    where `yes` is empty, "yes" alone leads to the question which of `options` it is. `changes` completes
    "This could change if I knew ...".
    """

    id: str
    safety: bool = False
    due: Condition
    asks: list[str] = []
    asks_duration_of: str | None = None
    text: str
    why: str
    changes: str
    source: str | None = None
    yes: list[dict[str, Any]] = []
    no: list[dict[str, Any]] = []
    options: list[Option] = []


DANGER = "q_danger_"
"""What the ids of the questions about a possible emergency begin with."""


def danger_question(sign: str, name: str) -> Question:
    """The question whether somebody means this emergency; put only where a message sounded like it."""
    return Question(
        id=f"{DANGER}{sign}",
        safety=True,
        due=Condition.parse_obj({"finding": sign, "assertion": []}),
        asks=[sign],
        text=f"Before anything else, to be safe. Is this what you mean, now or in the last days: {name}?",
        why="Told like that it could be an emergency, and then help should not wait.",
        changes=f"whether it is this: {name}",
        yes=[{"id": sign}],
        no=[{"id": sign, "assertion": "absent"}],
    )


class Profile(Shape):
    """The least evidence for a likelihood: how many symptoms and risks of at least that strength."""

    picture: dict[Strength, int] = {}
    risks: dict[Strength, int] = {}


class LikelihoodTable(Shape):
    """Which evidence makes a gap likely or possible.

    Any one profile of a list is enough; stronger evidence counts for weaker. `lowered_by` says how many pieces of
    evidence against take one level away.
    """

    likely: list[Profile]
    possible: list[Profile]
    lowered_by: list[dict[Strength, int]]


class GeneralMeasure(Shape):
    """What a measure weighs where a food's own table says nothing; `liquid` ones count for drinks alone."""

    unit: str
    grams: float
    liquid: bool = False
    source: str | None = None


class EstimateError(Claim):
    """The share by which one standard deviation of an error moves an amount."""

    share: float


class IntakeNote(Claim):
    """What to know of a nutrient beside its amount in food."""

    nutrient: str


class IntakeTable(Shape):
    """How foods told in words become amounts, and how far the estimate may be off."""

    measures: list[GeneralMeasure]
    portion_error: EstimateError
    composition_error: EstimateError
    least_error: EstimateError
    fortified: Claim
    notes: list[IntakeNote] = []


class InternationalUnit(Shape):
    """What one international unit of a nutrient weighs, in the nutrient's own unit."""

    nutrient: str
    per_iu: float
    source: str
