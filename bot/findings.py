"""A finding: one thing a person said about themselves. The contract between understanding and rules."""

from __future__ import annotations

from dataclasses import asdict, dataclass, fields
from typing import Any, Literal

Kind = Literal["symptom", "diet_habit", "food", "medication", "supplement", "condition", "lifestyle", "profile"]
Assertion = Literal["present", "absent", "past", "hypothetical", "other_person"]
Frequency = Literal["constant", "daily", "weekly", "monthly", "rare"]
Severity = Literal["mild", "moderate", "severe"]
Course = Literal["worse", "same", "better"]
Onset = Literal["sudden", "gradual"]

EXTRACTOR = "FindingExtractor"


@dataclass(frozen=True)
class Amount:
    """A number with its unit, and for doses the period it covers.

    Attributes:
        amount: how much.
        unit: as counted or measured: "mg", "mcg", "iu", "g", "ml", "cup", "tablet", "unit", "product", "year" ...
        per: "day", "week", "month" or None when the message did not say.
    """

    amount: float
    unit: str
    per: str | None = None

    @classmethod
    def from_json(cls, data: dict[str, Any]) -> Amount:
        """Reads what `as_json` wrote."""
        return cls(float(data["amount"]), str(data["unit"]), data.get("per"))

    def as_json(self) -> dict[str, Any]:
        """Plain JSON: the keys that are set."""
        return {key: value for key, value in asdict(self).items() if value is not None}


@dataclass(frozen=True)
class Finding:
    """One mention, linked to a knowledge id.

    Attributes:
        kind: closed set `Kind`.
        id: an id of the knowledge base, never the person's wording.
        assertion: closed set `Assertion`; only `present` counts for a rule unless the rule says otherwise.
        said: the person's own words.
        start: offset of the first character of `said` in the message.
        end: offset behind its last character.
        duration_days: for how many days so far (for a past event: how many days ago it was).
        quantity: how much of a food, or the years of `age_years`.
        dose: how much of a medicine or supplement.
        confidence: 0 to 1, how sure the link from words to id is.
    """

    kind: Kind
    id: str
    assertion: Assertion = "present"
    said: str = ""
    start: int = 0
    end: int = 0
    body_site: str | None = None
    side: str | None = None
    duration_days: float | None = None
    frequency: Frequency | None = None
    severity: Severity | None = None
    course: Course | None = None
    onset: Onset | None = None
    quantity: Amount | None = None
    dose: Amount | None = None
    confidence: float = 1.0

    @classmethod
    def from_json(cls, data: dict[str, Any]) -> Finding:
        """Reads what `as_json` wrote; unknown keys are ignored."""
        known = {field.name for field in fields(cls)}
        values = {key: value for key, value in data.items() if key in known}
        for key in ("quantity", "dose"):
            if isinstance(values.get(key), dict):
                values[key] = Amount.from_json(values[key])
        return cls(**values)

    def as_json(self) -> dict[str, Any]:
        """Plain JSON: the keys that are set."""
        data = {key: value for key, value in asdict(self).items() if value is not None}
        for key in ("quantity", "dose"):
            value = getattr(self, key)
            if value is not None:
                data[key] = value.as_json()
        return data

    @classmethod
    def from_entity(cls, entity: dict[str, Any]) -> Finding:
        """Reads a finding from a Rasa entity as `as_entity` wrote it."""
        data = dict(entity)
        return cls.from_json({**data, "kind": data["entity"], "id": data["value"]})

    def as_entity(self) -> dict[str, Any]:
        """Rasa's own keys and the contract's attributes in one dict."""
        data = self.as_json()
        data["entity"], data["value"] = data.pop("kind"), data.pop("id")
        return {**data, "extractor": EXTRACTOR, "confidence_entity": self.confidence}
