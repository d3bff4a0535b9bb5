"""Tells every telling to the assistant, as the first message of a talk: `python -m benchmarks.alarms --help`."""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from benchmarks.alarms.tellings import PARTS, Telling, tellings
from benchmarks.cases.assistant import Talk, Understanding, answers_by_intent
from benchmarks.share import Share, share_of
from bot.knowledge import DANGER


@dataclass(frozen=True)
class Outcome:
    """What one telling brought: whether it was answered as an emergency at once, or asked about, and what was heard."""

    telling: Telling
    called: bool
    asked: bool = False
    heard: tuple[str, ...] = ()

    @property
    def wrong(self) -> bool:
        """A missed emergency, or a false alarm or question."""
        return (self.called or self.asked) != self.telling.emergency


def tell(telling: Telling, talk: Talk) -> Outcome:
    """The outcome of one telling in a fresh talk."""
    customs = [reply.custom or {} for reply in talk.say(telling.text)]
    called = any(custom.get("care", {}).get("level") == "emergency" for custom in customs)
    asked = any(str(custom.get("id", "")).startswith(DANGER) for custom in customs)
    return Outcome(telling, called, asked, tuple(f"{finding.assertion} {finding.id}" for finding in talk.case.findings))


def run(part: str) -> list[Outcome]:
    """The outcomes of all tellings of one part."""
    understanding, answers = Understanding(), answers_by_intent()
    return [tell(telling, Talk(understanding, answers)) for telling in tellings(part)]


def shares(outcomes: Iterable[Outcome]) -> list[Share]:
    """Emergencies called and false alarms, as a whole and by kind."""
    every = list(outcomes)
    emergencies = [outcome for outcome in every if outcome.telling.emergency]
    others = [outcome for outcome in every if not outcome.telling.emergency]
    figures = [
        share_of("emergencies called", emergencies, lambda outcome: outcome.called),
        share_of("emergencies called or asked about", emergencies, lambda outcome: outcome.called or outcome.asked),
        share_of("false alarms", others, lambda outcome: outcome.called, good=False),
        share_of("needless questions", others, lambda outcome: outcome.asked, good=False),
    ]
    for group, good in ((emergencies, True), (others, False)):
        for kind in dict.fromkeys(outcome.telling.kind for outcome in group):
            of_kind = [outcome for outcome in group if outcome.telling.kind == kind]
            figures.append(share_of(kind, of_kind, lambda outcome: outcome.called, good=good))
    return figures


def main() -> None:
    """The command."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.alarms", description=__doc__)
    parser.add_argument("--part", choices=PARTS, default="development")
    parser.add_argument("--json", type=Path, help="also write the figures to this file")
    parser.add_argument("--misses", action="store_true", help="also list what was wrong; not of the held-out part")
    options = parser.parse_args()
    if options.misses and options.part != "development":
        parser.error("--misses is for the development part alone: the held-out part is only for counting")
    outcomes = run(options.part)
    figures = shares(outcomes)
    for share in figures:
        print(f"{share.name:<40} {share.value:>6.1%}  {share.hits:>3} of {share.of}")
    if options.misses:
        for outcome in (outcome for outcome in outcomes if outcome.wrong):
            print(f"\n{outcome.telling.kind}: {outcome.telling.text}\n  heard: {', '.join(outcome.heard) or 'nothing'}")
    if options.json:
        report = {"part": options.part, "figures": {share.name: share.as_json() for share in figures}}
        options.json.write_text(json.dumps(report, indent=2) + "\n")


if __name__ == "__main__":
    main()
