"""The shapes of the knowledge files. One class per kind of record; unknown keys are refused."""

from __future__ import annotations

from datetime import date
from typing import Any, Literal

from pydantic import BaseModel, Extra, Field, PrivateAttr, validator

from bot.findings import Assertion, Course, Frequency, Kind, Onset, Severity

Grade = Literal[
    "guideline", "label", "systematic_review", "review", "trial", "observational", "case_report", "mechanism"
]
CareLevel = Literal["emergency", "urgent", "routine", "self_care"]
CARE_LEVELS: tuple[CareLevel, ...] = ("emergency", "urgent", "routine", "self_care")
Strength = Literal["strong", "moderate", "weak"]
STRENGTHS: tuple[Strength, ...] = ("strong", "moderate", "weak")
AGE_FINDINGS = frozenset({"age_years", "infant", "child"})
Direction = Literal["low", "high"]
Unit = Literal["mg", "mcg"]


class Shape(BaseModel):
    """Base of all records: immutable, no unknown keys."""

    class Config:
        extra = Extra.forbid
        allow_mutation = False
        allow_population_by_field_name = True


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


class Term(Shape):
    """A thing people mention, with the words they use for it.

    `name` is the plain name used in replies. `is_a` names parent terms: a rule about a parent counts for its children.
    `lasting` marks conditions and operations that a past tense does not end ("had a gastric bypass").
    `contains` lists the nutrients in a supplement or product, with the usual daily amount where one is known.
    `needs_site` marks phrases that mean this only together with a body site ("jumping" + "calf").
    """

    id: str
    kind: Kind
    name: str
    phrases: list[str] = []
    is_a: list[str] = []
    lasting: bool = False
    contains: dict[str, float | None] = {}
    needs_site: list[str] = []
    unlike: list[str] = []
    hpo: str | None = None


class Condition(Shape):
    """When a rule fires.

    Exactly one of the forms `finding`, `all`, `any`, `not`, `at_least`, `age_min`/`age_max`, `supplement_of`. A bare
    string in YAML is short for `{finding: <id>}`. `finding` matches the term and everything that is a kind of it,
    with assertion `present` unless `assertion` says otherwise. The other keys of a `finding` narrow it; a limit
    on a value that the person did not give is not met unless `or_unknown` is true.
    """

    finding: str | None = None
    assertion: list[Assertion] = ["present"]
    min_duration_days: float | None = None
    max_duration_days: float | None = None
    or_unknown: bool = False
    severity: list[Severity] | None = None
    course: list[Course] | None = None
    onset: list[Onset] | None = None
    frequency: list[Frequency] | None = None
    body_site: list[str] | None = None
    min_amount: float | None = None

    all_: list[Condition] | None = Field(None, alias="all")
    any_: list[Condition] | None = Field(None, alias="any")
    not_: Condition | None = Field(None, alias="not")
    at_least: int | None = None
    of: list[Condition] | None = None
    age_min: float | None = None
    age_max: float | None = None
    supplement_of: str | None = None
    min_products: int | None = None
    min_per_day: float | None = None

    @classmethod
    def __get_validators__(cls) -> Any:
        yield cls._from_short_form

    @classmethod
    def _from_short_form(cls, value: Any) -> Condition:
        if isinstance(value, Condition):
            return value
        return cls.parse_obj({"finding": value} if isinstance(value, str) else value)

    @validator("of", always=True)
    def _one_form(
        cls,  # noqa: N805 - pydantic passes the class
        of: Any,
        values: dict[str, Any],
    ) -> Any:
        if (values.get("at_least") is None) != (of is None):
            raise ValueError("at_least needs `of`, and `of` needs at_least")
        return of

    def children(self) -> list[Condition]:
        """The conditions directly inside this one."""
        inner = [*(self.all_ or []), *(self.any_ or []), *(self.of or [])]
        return inner + ([self.not_] if self.not_ else [])

    _triggers: frozenset[str] | None = PrivateAttr(None)

    def __init__(self, **data: Any) -> None:
        """Reads one condition and notes what can trigger it."""
        super().__init__(**data)
        self._triggers = self._find_triggers()

    @property
    def triggers(self) -> frozenset[str] | None:
        """Ids without any of which this cannot be met; None where it may be met without a finding (a `not`)."""
        return self._triggers

    def _find_triggers(self) -> frozenset[str] | None:
        if self.finding is not None:
            return frozenset({self.finding})
        if self.age_min is not None or self.age_max is not None:
            return AGE_FINDINGS
        if self.all_ is not None:
            known = [child.triggers for child in self.all_ if child.triggers is not None]
            return min(known, key=len, default=None)
        either = [child.triggers for child in [*(self.any_ or []), *(self.of or [])]]
        return frozenset().union(*(ids for ids in either if ids)) if either and None not in either else None

    def findings(self) -> set[str]:
        """Every finding id that this looks at, anywhere inside."""
        own = {self.finding} if self.finding else set()
        if self.age_min is not None or self.age_max is not None:
            own |= AGE_FINDINGS
        return own.union(*(child.findings() for child in self.children()))


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


class CareRule(Rule):
    """A reason for a level of care. `kind` says which safety line the reply uses."""

    level: CareLevel
    kind: Literal["general", "crisis", "poison"] = "general"


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
    """What is known of one nutrient; daily need and upper limits are in `reference_intakes.csv`."""

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
    cautions: list[Caution] = []
    spacing: list[Spacing] = []
    tips: list[Tip] = []


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


class CareLevelAdvice(Claim):
    """What to do at one level of care."""


class SeekCare(Claim):
    """A sign to look out for, and how urgent it is; completes "Go sooner if ..."."""

    id: str
    level: CareLevel
    when: Condition | None = None


class Numbers(Shape):
    """Telephone numbers of one region; None where no single number is known."""

    emergency: str
    crisis: str | None = None
    poison: str | None = None
    advice: str | None = None
    source: str


class CareAdvice(Shape):
    """Words that go with care: per level, signs to watch for, numbers per region, facts that answer fear or a wish."""

    levels: dict[CareLevel, CareLevelAdvice]
    seek_care_if: list[SeekCare]
    numbers: dict[str, Numbers]
    reassurance: list[Rule]
    unlikely_reasons: list[Rule]


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


class InternationalUnit(Shape):
    """What one international unit of a nutrient weighs, in the nutrient's own unit."""

    nutrient: str
    per_iu: float
    source: str


class BodySite(Shape):
    """A part of the body and the words for it. `muscle` marks parts where a twitch or cramp makes sense."""

    id: str
    name: str
    phrases: list[str]
    muscle: bool = True
    is_a: list[str] = []


Condition.update_forward_refs()
