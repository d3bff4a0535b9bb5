"""What follows from a case: gaps, other explanations, care, and what to know besides."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from bot.knowledge import KnowledgeBase
from bot.rules.care import Care, care_for
from bot.rules.case import Case, Facts
from bot.rules.evidence import Reason, counts, independent, offered, placed, reasons
from bot.rules.gaps import Gap, gaps_of, ranked, with_advice

SHOWN_GAPS = 4


@dataclass(frozen=True)
class Other:
    """Another explanation than a nutrient, with this person's reasons."""

    id: str
    because: tuple[Reason, ...]
    against: tuple[Reason, ...]
    advice: tuple[Reason, ...]


@dataclass(frozen=True)
class Assessment:
    """The whole answer, in ids and claims; `bot.replies` puts it into words.

    `spacing` is about what the person already takes together, whether it is a gap or not.
    """

    case: Case
    gaps: tuple[Gap, ...]
    others: tuple[Other, ...]
    care: Care
    reassurance: tuple[Reason, ...]
    unlikely_because: tuple[Reason, ...]
    spacing: tuple[Reason, ...] = ()
    self_help: tuple[Reason, ...] = ()
    would_change: tuple[str, ...] = ()

    @property
    def emergency(self) -> bool:
        """Whether somebody should call for help now."""
        return self.care.level == "emergency"

    @property
    def supported_gaps(self) -> tuple[Gap, ...]:
        """The gaps that are likely or possible."""
        return tuple(gap for gap in self.gaps if gap.likelihood != "unlikely")


def weigh_others(facts: Facts) -> list[Other]:
    """Other explanations that this person's findings support, best supported first."""
    found = placed(facts)
    others = [
        Other(name, because, independent(found.get((name, "against"), ())), offered(explanation.advice, facts))
        for name, explanation in facts.kb.explanations.items()
        if (because := independent(found.get((name, "because"), ())))
    ]
    return sorted(others, key=lambda other: (len(other.against) > 0, *_support(other), other.id))


def _support(other: Other) -> tuple[int, int, int]:
    have = counts(other.because)
    return (-have["strong"], -have["moderate"], -have["weak"])


def _kept_apart(facts: Facts) -> Iterable[Reason]:
    """The hours to keep between what the person takes already."""
    held = {nutrient for product in facts.products for nutrient in facts.kb.terms[product.id].contains}
    for name, nutrient in facts.kb.nutrients.items():
        if name in held:
            yield from reasons(nutrient.spacing, facts)


def assess(case: Case, kb: KnowledgeBase) -> Assessment:
    """Everything that follows from a case. Pure and deterministic: the order of findings does not matter.

    Source: evidence is weighed by `likelihood.yml`; every sentence carries its own source.
    """
    facts = Facts(case, kb)
    gaps = ranked(gaps_of(kb.nutrients, facts).values())
    shown = [gap for gap in gaps if gap.nutrient in case.nutrients or gap.likelihood != "unlikely"]
    shown = [gap for place, gap in enumerate(shown) if place < SHOWN_GAPS or gap.nutrient in case.nutrients]
    return Assessment(
        case=case,
        gaps=tuple(with_advice(gap, facts) for gap in shown),
        others=tuple(weigh_others(facts)),
        care=care_for(facts, gaps),
        reassurance=tuple(reasons(kb.care.reassurance, facts)),
        unlikely_because=tuple(reasons(kb.care.unlikely_reasons, facts)),
        self_help=tuple(reasons(kb.care.self_help, facts)),
        spacing=tuple(_kept_apart(facts)),
    )
