"""What asking gains: every vignette told bit by bit, with at most so many questions.

The person opens with the symptoms alone, as people do. Everything else that the vignette tells is kept back until a
question asks for it. Of a symptom that is asked about and that the vignette does not tell, the person says no, since a
published case tells its symptoms; of anything else, "I don't know".
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, replace

from benchmarks.cases.assistant import Understanding
from benchmarks.cases.score import Outcome, shares
from benchmarks.cases.vignettes import Vignette, vignettes
from bot.findings import Finding
from bot.knowledge import KnowledgeBase, Question, load
from bot.replies import assessment_json
from bot.rules import MOST_QUESTIONS, Case, answered, assess, next_question
from bot.talk import Heard, hear

COLUMNS = {
    "lack named in first three": "lack in first 3",
    "lack named first": "lack first",
    "excess named in first three": "excess in first 3",
    "care safe": "care safe",
    "care exact": "care exact",
    "emergencies called": "emergencies",
}


@dataclass(frozen=True)
class Limited:
    """All talks with one limit on questions.

    Attributes:
        outcomes: what the answers came to.
        asked: how many questions each talk took.
        as_told_at_once: in how many the first gap and the care level are those of the whole vignette told at once.
    """

    outcomes: list[Outcome]
    asked: list[int]
    as_told_at_once: int


def _outcome(vignette: Vignette, case: Case, kb: KnowledgeBase) -> Outcome:
    return Outcome(vignette, assessment_json(assess(case, kb), kb))


def _essence(outcome: Outcome) -> tuple[object, ...]:
    return (outcome.care, *((gap["nutrient"], gap["direction"], gap["likelihood"]) for gap in outcome.gaps[:1]))


def opening(whole: Case) -> Case:
    """The case of somebody who has told the symptoms alone, without their details; who they are is known."""
    first = [replace(finding, duration_days=None) for finding in whole.findings if finding.kind == "symptom"]
    return replace(whole, findings=tuple(item for item in whole.findings if item.kind == "profile")).telling(
        first or whole.findings[:1]
    )


def reply(case: Case, question: Question, whole: Case, kb: KnowledgeBase) -> Case:
    """The case after the question, answered from what the vignette tells."""
    timed = question.asks_duration_of
    wanted = {timed} if timed else set(question.asks)
    told: list[Finding] = [finding for finding in whole.findings if wanted & kb.ancestors(finding.id)]
    if told:
        return case.telling(told)
    symptoms = all(name in kb.terms and kb.terms[name].kind == "symptom" for name in question.asks)
    return answered(case, question, question.no, kb) if symptoms and question.no else case


def ask(whole: Case, most: int, kb: KnowledgeBase) -> Case:
    """The case after the opening and at most so many questions; an emergency ends the talk."""
    case = opening(whole)
    while len(case.asked) < most and not assess(case, kb).emergency:
        question = next_question(case, kb)
        if question is None:
            break
        case = reply(replace(case, asked=(*case.asked, question.id)), question, whole, kb)
    return case


def simulate(told: Iterable[tuple[Vignette, Case]], kb: KnowledgeBase) -> tuple[list[Limited], Limited]:
    """The talks with at most 0, 1, 2 ... questions, and those where all is told at once."""
    every = list(told)
    at_once = [_outcome(vignette, whole, kb) for vignette, whole in every]
    limited = []
    for most in range(MOST_QUESTIONS + 1):
        cases = [ask(whole, most, kb) for _, whole in every]
        outcomes = [_outcome(vignette, case, kb) for (vignette, _), case in zip(every, cases, strict=True)]
        same = sum(_essence(one) == _essence(other) for one, other in zip(outcomes, at_once, strict=True))
        limited.append(Limited(outcomes, [len(case.asked) for case in cases], same))
    return limited, Limited(at_once, [0] * len(at_once), len(at_once))


def heard_at_once(part: str, kb: KnowledgeBase) -> list[tuple[Vignette, Case]]:
    """Every vignette of a part with the case that its whole text comes to."""
    understanding = Understanding()
    return [
        (vignette, hear(Case(), Heard.from_parse(understanding.parse(vignette.text)), kb))
        for vignette in vignettes(part)
    ]


def print_questions(part: str) -> None:
    """A Markdown table: one row a limit on questions, and the last with all told at once."""
    kb = load()
    limited, at_once = simulate(heard_at_once(part, kb), kb)
    print(f"| questions at most | asked on average | {' | '.join(COLUMNS.values())} | as if told at once |")
    print("|---" * (len(COLUMNS) + 3) + "|")
    for most, row in enumerate(limited):
        print(_line(str(most), f"{sum(row.asked) / len(row.asked):.1f}", row))
    print(_line("all told at once", "", at_once))
    needed = Counter(limited[-1].asked)
    print(f"\nQuestions until nothing more is asked: {', '.join(f'{n}: {needed[n]} talks' for n in sorted(needed))}")


def _line(name: str, asked: str, row: Limited) -> str:
    figures = {share.name: f"{share.hits} of {share.of}" for share in shares(row.outcomes)}
    same = f"{row.as_told_at_once} of {len(row.outcomes)}"
    return f"| {' | '.join([name, asked, *(figures[column] for column in COLUMNS), same])} |"
