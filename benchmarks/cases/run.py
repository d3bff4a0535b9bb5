"""Tells every vignette to the assistant and prints what came of it: `python -m benchmarks.cases --help`."""

from __future__ import annotations

import argparse
import json
from pathlib import Path
from statistics import median
from time import process_time

from benchmarks.cases.assistant import JUST_TELL_ME, Talk, Understanding, answers_by_intent
from benchmarks.cases.page import write_page
from benchmarks.cases.questions import print_questions
from benchmarks.cases.score import Outcome, report
from benchmarks.cases.vignettes import PARTS, Vignette, vignettes
from bot.knowledge import load
from bot.rules import Case, assess

MOST_TURNS = 8
TIMED = 5
MARKS = {"absent": "no ", "past": "once ", "hypothetical": "perhaps ", "other_person": "somebody else's "}


def tell(vignette: Vignette, talk: Talk) -> Outcome:
    """Tells a vignette, answers what is asked as far as the source knows, and keeps the last assessment."""
    assessment, questions = None, 0
    said = vignette.text
    for turn in range(MOST_TURNS + 1):
        replies = talk.say(said)
        customs = [(reply.custom or {}, reply.text) for reply in replies]
        assessment = next((custom for custom, _ in customs if custom.get("type") == "assessment"), assessment)
        if assessment or said == JUST_TELL_ME:
            break
        asked = next(((custom, text) for custom, text in customs if custom.get("type") == "question"), None)
        questions += int(asked is not None)
        last = turn == MOST_TURNS - 1
        said = vignette.answer_to(asked[0]["id"], asked[1]) if asked and not last else JUST_TELL_ME
    heard = tuple(f"{MARKS.get(finding.assertion, '')}{finding.id}" for finding in talk.case.findings)
    return Outcome(vignette, assessment, questions, heard, talk.case.not_understood, assess_ms(talk.case))


def assess_ms(case: Case) -> float:
    """How long one assessment takes, in milliseconds of one processor: the median of a few."""
    took = []
    for _ in range(TIMED):
        started = process_time()
        assess(case, load())
        took.append(1000 * (process_time() - started))
    return median(took)


def run(part: str) -> list[Outcome]:
    """The outcomes of all vignettes of one part, each told in a talk of its own."""
    understanding, answers = Understanding(), answers_by_intent()
    return [tell(vignette, Talk(understanding, answers)) for vignette in vignettes(part)]


def print_table(outcomes: list[Outcome]) -> None:
    """One line a figure."""
    summary = report(outcomes)
    for name, figure in summary["figures"].items():
        print(f"{name:<46} {figure['value']:>6.1%}  {figure['hits']:>3} of {figure['of']}")
    took = summary["assess_ms"]
    print(f"{'milliseconds of the rules':<46} median {took['median']}, most {took['most']}")
    print(f"{'questions asked':<46} median {summary['questions']['median']}, most {summary['questions']['most']}")


def print_misses(outcomes: list[Outcome]) -> None:
    """Every case that went wrong: what is wrong, what was heard, and what was answered."""
    for outcome in outcomes:
        if outcome.misses:
            gaps = [f"{gap['nutrient']} {gap['direction']} {gap['likelihood']}" for gap in outcome.gaps]
            print(f"\n{outcome.vignette.id}: {'; '.join(outcome.misses)}")
            print(f"  heard: {', '.join(outcome.heard) or 'nothing'}")
            print(f"  not understood: {', '.join(outcome.not_understood) or 'nothing'}")
            print(f"  answered: {', '.join(gaps) or 'no gap'}; care {outcome.care}; {outcome.questions} questions")


def main() -> None:
    """The command."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.cases", description=__doc__)
    parser.add_argument("--part", choices=[*PARTS, "all"], default="development")
    parser.add_argument("--json", type=Path, help="also write the figures of one part to this file")
    parser.add_argument("--html", type=Path, help="also write a report with plots to this file")
    parser.add_argument("--misses", action="store_true", help="also list what went wrong; not of the locked part")
    parser.add_argument(
        "--questions", action="store_true", help="instead show what asking gains; development part alone"
    )
    options = parser.parse_args()
    if options.questions:
        print_questions("development")
        return
    if options.misses and options.part != "development":
        parser.error("--misses is for the development part alone: the locked part is only for counting")
    if options.json and options.part == "all":
        parser.error("--json holds one part")
    parts = {part: run(part) for part in (PARTS if options.part == "all" else (options.part,))}
    for part, outcomes in parts.items():
        print(f"{part.capitalize()} part: {len(outcomes)} cases")
        print_table(outcomes)
        if options.misses:
            print_misses(outcomes)
        if options.json:
            options.json.write_text(json.dumps({"part": part, **report(outcomes)}, indent=2) + "\n")
    if options.html:
        write_page(options.html, parts)


if __name__ == "__main__":
    main()
