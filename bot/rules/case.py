"""What one person has told so far: the only input of the rules."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, fields, replace
from functools import cached_property
from typing import Any

from bot.findings import Finding
from bot.knowledge import KnowledgeBase, ReferenceIntake
from bot.rules.needs import daily_need
from bot.rules.portions import Eaten, eaten_foods

OWN = ("present", "absent", "past")


@dataclass(frozen=True)
class Case:
    """Findings and the state of the questions about them.

    Attributes:
        findings: newest mention of each thing, in the order it was first told.
        nutrients: nutrient ids that the person asked about by name.
        not_understood: words that carried content and matched nothing.
        subject: who the talk is about: "self", "child" or "other".
        no_other_symptoms: the person said that there is nothing else.
        whole_diet: the person said that the foods told are all they eat.
        asked: ids of the questions put so far.
        pending: id of the question that waits for an answer.
        concluded: an assessment was given.
        hurried: the person asked for the answer without more questions.
        alarms: ids of the emergency rules that were already answered.
    """

    findings: tuple[Finding, ...] = ()
    nutrients: tuple[str, ...] = ()
    not_understood: tuple[str, ...] = ()
    subject: str = "self"
    no_other_symptoms: bool = False
    whole_diet: bool = False
    asked: tuple[str, ...] = ()
    pending: str | None = None
    concluded: bool = False
    hurried: bool = False
    alarms: tuple[str, ...] = ()

    @classmethod
    def from_json(cls, data: dict[str, Any] | None) -> Case:
        """Reads what `as_json` wrote; an empty case for None."""
        values: dict[str, Any] = {
            key: tuple(value) if isinstance(value, list) else value for key, value in (data or {}).items()
        }
        values["findings"] = tuple(Finding.from_json(finding) for finding in values.get("findings", ()))
        known = {field.name for field in fields(cls)}
        return cls(**{key: value for key, value in values.items() if key in known})

    def as_json(self) -> dict[str, Any]:
        """Plain JSON for the talk's memory."""
        data = {item.name: getattr(self, item.name) for item in fields(self)}
        data["findings"] = [finding.as_json() for finding in self.findings]
        return {key: list(value) if isinstance(value, tuple) else value for key, value in data.items()}

    def telling(self, findings: Iterable[Finding]) -> Case:
        """The case with newly told findings.

        A new mention of a known thing updates it and keeps the details that it does not mention. A question about a
        thing ("could I get cramps?") or another person's finding never overwrites what the person said of themselves.
        """
        kept: dict[str, Finding] = {finding.id: finding for finding in self.findings}
        for new in findings:
            old = kept.get(new.id)
            if old is None or new.assertion in OWN:
                kept[new.id] = _updated(old, new)
        return replace(self, findings=tuple(kept.values()))

    def without(self, ids: Iterable[str]) -> Case:
        """The case with some findings taken back."""
        gone = set(ids)
        return replace(self, findings=tuple(finding for finding in self.findings if finding.id not in gone))


def _updated(old: Finding | None, new: Finding) -> Finding:
    if old is None or old.assertion != new.assertion:
        return new
    details = ("body_site", "side", "duration_days", "frequency", "severity", "course", "onset", "quantity", "dose")
    return replace(new, **{name: getattr(old, name) for name in details if getattr(new, name) is None})


@dataclass
class Facts:
    """A case indexed for the rules: every finding under its own id and the ids of all that it is a kind of.

    Attributes:
        before: the facts that these add to, where they are a supposition; see `supposing`.
        stale: ids of the rules that may come out differently than `before`.
        intakes: what `bot.rules.intake.food_intake` has reckoned.
        fired: the rules that fire; None until `bot.rules.evidence.fired` has tried them.
    """

    case: Case
    kb: KnowledgeBase
    by_id: dict[str, list[Finding]] = field(default_factory=dict)
    before: Facts | None = field(default=None, repr=False)
    stale: frozenset[str] = frozenset()
    fired: dict[str, Any] | None = field(default=None, repr=False)
    intakes: dict[tuple[str, bool], Any] = field(default_factory=dict, repr=False)

    def __post_init__(self) -> None:
        # One order for everybody: the same findings give the same answer whatever their order.
        for finding in sorted(self.case.findings, key=lambda found: (found.kind, found.id, found.assertion)):
            for ancestor in self.kb.ancestors(finding.id):
                self.by_id.setdefault(ancestor, []).append(finding)

    def supposing(self, case: Case) -> Facts:
        """The facts of a case that adds to this one. Only the rules that look at what it adds are tried anew."""
        added = set(case.findings).difference(self.case.findings)
        names = {name for finding in added for name in self.kb.ancestors(finding.id)}
        stale = frozenset[str]().union(*(self.kb.triggers.about.get(name, ()) for name in names))
        return Facts(case, self.kb, before=self, stale=stale)

    def known(self, term_id: str) -> bool:
        """Whether the person said anything of this for themselves: present, absent or past."""
        related = self.by_id.get(term_id, [])
        if any(finding.assertion in OWN for finding in related):
            return True
        denied = {finding.id for finding in self.case.findings if finding.assertion == "absent"}
        return bool(denied & self.kb.ancestors(term_id))

    def present(self, term_id: str) -> list[Finding]:
        """The person's own present findings of this kind."""
        return [finding for finding in self.by_id.get(term_id, []) if finding.assertion == "present"]

    @cached_property
    def told_products(self) -> list[Finding]:
        """What was told that holds a nutrient, supplements and medicines, taken or not, in a fixed order."""
        holding = (
            finding
            for finding in self.case.findings
            if finding.id in self.kb.terms and self.kb.terms[finding.id].contains
        )
        return sorted(holding, key=lambda finding: finding.id)

    @cached_property
    def products(self) -> list[Finding]:
        """What the person takes that holds a nutrient."""
        return [finding for finding in self.told_products if finding.assertion == "present"]

    @property
    def age_years(self) -> float | None:
        """The age, or an age inside the group that was named: 0 for an infant, 10 for a child."""
        for finding in self.present("age_years"):
            if finding.quantity:
                return finding.quantity.amount
        if self.present("infant"):
            return 0.0
        return 10.0 if self.present("child") else None

    @property
    def sex(self) -> str | None:
        """ "female", "male" or None where it was not said; pregnancy and breastfeeding say it."""
        if any(self.present(term) for term in ("sex_female", "pregnant", "breastfeeding", "heavy_periods")):
            return "female"
        return "male" if self.present("sex_male") else None

    @cached_property
    def eaten(self) -> tuple[Eaten, ...]:
        """The foods that this person told to eat, in grams a day."""
        return eaten_foods(self.case.findings, self.kb)

    @cached_property
    def habits(self) -> tuple[Eaten, ...]:
        """The foods eaten as a habit: of which they said how often, or that they are all they eat."""
        return tuple(eaten for eaten in self.eaten if eaten.time_told or self.case.whole_diet)

    def need(self, nutrient: str) -> ReferenceIntake:
        """What this person needs of a nutrient a day; the highest need that may fit where age or sex is unknown."""
        pregnant, breastfeeding = bool(self.present("pregnant")), bool(self.present("breastfeeding"))
        return daily_need(nutrient, self.kb.intakes_of[nutrient], self.age_years, self.sex, pregnant, breastfeeding)
