"""What one talk brought, and what all talks together show."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from statistics import median
from typing import Any

from benchmarks.cases.vignettes import Vignette, urgency
from benchmarks.share import Share, share_of

FIRST = 3


@dataclass(frozen=True)
class Outcome:
    """The last assessment of a talk about a vignette; `assessment` is None where none was given.

    Attributes:
        assess_ms: how long the rules take to assess what was heard, in milliseconds of one processor.
    """

    vignette: Vignette
    assessment: dict[str, Any] | None
    questions: int = 0
    heard: tuple[str, ...] = ()
    not_understood: tuple[str, ...] = ()
    assess_ms: float = 0.0

    @property
    def gaps(self) -> list[dict[str, Any]]:
        """The gaps that the answer supports, best first."""
        return [gap for gap in (self.assessment or {}).get("gaps", []) if gap["likelihood"] != "unlikely"]

    @property
    def care(self) -> str:
        """The care level; no assessment is the least urgent of all."""
        return str(self.assessment["care"]["level"]) if self.assessment else "self_care"

    def named_within(self, places: int) -> bool:
        """Whether the main gap of the source is among the first so many."""
        main = self.vignette.expect.gaps[0]
        return any((g["nutrient"], g["direction"]) == (main.nutrient, main.direction) for g in self.gaps[:places])

    @property
    def offers(self) -> list[str]:
        """Nutrients offered that this person must not take more of: a lack with foods, or without any caution."""
        high = [gap.nutrient for gap in self.vignette.expect.gaps if gap.direction == "high"]
        wrong = {*self.vignette.expect.never.offered, *high}
        low = [gap for gap in self.gaps if gap["direction"] == "low" and gap["nutrient"] in wrong]
        return [gap["nutrient"] for gap in low if gap["foods"] or not gap["cautions"]]

    @property
    def false_likely(self) -> list[str]:
        """Lacks called likely that must not be: any where the source found none, else those that it rules out."""
        never = self.vignette.expect.never.likely
        likely = [gap["nutrient"] for gap in self.gaps if gap["likelihood"] == "likely" and gap["direction"] == "low"]
        return [nutrient for nutrient in likely if nutrient in never or not self.vignette.expect.gaps]

    @property
    def safe(self) -> bool:
        """Not less urgent than it may be."""
        return bool(self.assessment) and urgency(self.care) >= urgency(self.vignette.expect.least)  # type: ignore[arg-type]

    @property
    def over(self) -> bool:
        """More urgent than it should be."""
        return urgency(self.care) > urgency(self.vignette.expect.most)  # type: ignore[arg-type]

    @property
    def explained(self) -> bool:
        """Whether one of the source's other explanations is among the first three."""
        others = [other["id"] for other in (self.assessment or {}).get("other_explanations", [])[:FIRST]]
        return any(expected in others for expected in self.vignette.expect.other_explanations)

    @property
    def misses(self) -> list[str]:
        """What is wrong with this answer, in words."""
        expect, wrong = self.vignette.expect, []
        if self.assessment is None:
            wrong.append("no assessment")
        if expect.gaps and not self.named_within(FIRST):
            wrong.append(f"{expect.gaps[0].nutrient} {expect.gaps[0].direction} not named")
        wrong += [f"offers {nutrient}" for nutrient in self.offers]
        wrong += [f"{nutrient} called likely" for nutrient in self.false_likely]
        if not self.safe or self.over:
            wrong.append(f"care {self.care}, should be {expect.care}")
        if expect.other_explanations and not expect.gaps and not self.explained:
            wrong.append(f"none of {', '.join(expect.other_explanations)}")
        return wrong


def shares(outcomes: Iterable[Outcome]) -> list[Share]:
    """The benchmark's figures."""
    every = list(outcomes)

    lack = [o for o in every if o.vignette.group == "lack"]
    excess = [o for o in every if o.vignette.group == "excess"]
    ordinary = [o for o in every if o.vignette.group == "ordinary"]
    alike = [o for o in every if o.vignette.group == "lookalikes"]
    must_call = [o for o in every if o.vignette.expect.least == "emergency"]
    mild = [o for o in every if o.vignette.expect.most in ("self_care", "routine")]
    elsewhere = [o for o in every if o.vignette.expect.other_explanations and not o.vignette.expect.gaps]
    return [
        share_of("lack named in first three", lack, lambda o: o.named_within(FIRST)),
        share_of("lack named first", lack, lambda o: o.named_within(1)),
        share_of("excess named in first three", excess, lambda o: o.named_within(FIRST)),
        share_of("take more of an excess, or of what is vetoed", every, lambda o: o.offers, good=False),
        share_of("care exact", every, lambda o: o.assessment and o.care == o.vignette.expect.care),
        share_of("care safe", every, lambda o: o.safe),
        share_of("care more urgent than it should be", every, lambda o: o.over, good=False),
        share_of("emergencies called", must_call, lambda o: o.care == "emergency"),
        share_of("mild cases sent to emergency", mild, lambda o: o.care == "emergency", good=False),
        share_of("false likely on ordinary causes", ordinary, lambda o: o.false_likely, good=False),
        share_of("false likely on neurological look-alikes", alike, lambda o: o.false_likely, good=False),
        share_of("other explanation named in first three", elsewhere, lambda o: o.explained),
        share_of("no assessment given", every, lambda o: o.assessment is None, good=False),
    ]


def report(outcomes: list[Outcome]) -> dict[str, Any]:
    """The figures as plain JSON."""
    asked = [outcome.questions for outcome in outcomes]
    took = [outcome.assess_ms for outcome in outcomes]
    figures = {share.name: share.as_json() for share in shares(outcomes)}
    return {
        "cases": len(outcomes),
        "questions": {"median": median(asked), "most": max(asked)},
        "assess_ms": {"median": round(median(took), 2), "most": round(max(took), 2)},
        "figures": figures,
    }
