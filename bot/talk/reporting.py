"""Answers to what people tell: the next question, or the assessment and what changed."""

from __future__ import annotations

from dataclasses import replace

from bot.findings import Finding
from bot.replies import Message, compose, compose_estimate, compose_question, compose_which, finding_words, listed
from bot.rules import Assessment, Case, Facts, assess, estimate, next_question
from bot.talk.at_once import said_at_once
from bot.talk.turn import Turn

TELL_ME = (
    "Tell me in your own words: what do you feel and since when, what you eat (or don't), and which medicines or "
    "supplements you take. Write as much or as little as you like."
)
LISTED_FOODS = 3
"""From so many foods in one message on, a person without symptoms wants to know what they bring."""

FOOD_TALK = frozenset({"food", "profile", "supplement"})
UNWELL = frozenset({"symptom", "condition"})
MEANT_WITHOUT_WORDS = {"express_fear", "skip_question", "answer_unknown", "just_tell_me", "answer_yes", "answer_no"}


def report(turn: Turn) -> list[Message]:
    """Goes on after a report or an answer: asks what most changes the answer, or concludes."""
    if turn.heard.intent == "just_tell_me":
        turn.case = replace(turn.case, hurried=True, pending=None)
    if not _told_anything(turn.case):
        return _noted(turn) or [
            Message(TELL_ME, custom={"type": "question", "id": "open", "why": "I need something to go on."})
        ]
    if _lists_foods(turn):
        turn.case = replace(turn.case, pending=None)
        return [compose_estimate(estimate(Facts(turn.case, turn.kb)), turn.kb)]
    waiting = turn.kb.questions.get(turn.case.pending or "")
    if waiting and turn.heard.answer == "yes":
        return [compose_which(waiting)]
    question = None if turn.before.concluded else next_question(turn.case, turn.kb)
    if question is None:
        return _noted(turn) or conclude_turn(turn)
    turn.case = replace(turn.case, asked=(*turn.case.asked, question.id), pending=question.id)
    lead = " ".join(part for part in (_relief(turn), _unclear(turn)) if part)
    lead = "\n".join(part for part in (said_at_once(turn), lead) if part)
    return [compose_question(question, list(turn.heard.findings), turn.kb, lead)]


def correct(turn: Turn) -> list[Message]:
    """Recomputes after a correction and says what changed, at once and without new questions."""
    return _noted(turn) or conclude_turn(turn)


def conclude_turn(turn: Turn) -> list[Message]:
    """The assessment; where one was given before, or something was corrected, what changed comes first."""
    now = turn.conclude()
    message = compose(now, turn.kb, turn.region)
    lines = [_unclear(turn)]
    told = turn.case.findings != turn.before.findings
    asked = turn.case.nutrients != turn.before.nutrients
    if turn.before.concluded and not told and not asked and not now.emergency:
        first = message.text.splitlines()[0]
        text = f"My answer stays the same. {first} {turn.kb.care.levels[now.care.level].says}"
        message = replace(message, text=text)
    if told and (turn.before.concluded or turn.heard.intent == "correct_finding"):
        lines.append(what_changed(turn.before, now, turn))
    turn.case = replace(turn.case, concluded=True, pending=None, not_understood=())
    return [replace(message, text="\n".join([*(line for line in lines if line), message.text]))]


def what_changed(before: Case, now: Assessment, turn: Turn) -> str:
    """One line: which findings and which conclusions are different from before."""
    told = _told_changes(before, turn.case, turn)
    then = {(gap.nutrient, gap.direction): gap.likelihood for gap in assess(before, turn.kb).supported_gaps}
    names = turn.kb.nutrients
    moved = []
    for gap in now.supported_gaps:
        was = then.pop((gap.nutrient, gap.direction), None)
        if was != gap.likelihood:
            direction = "too much " if gap.direction == "high" else "low "
            moved.append(
                f"{direction}{names[gap.nutrient].name} is now {gap.likelihood} ({was or 'not supported'} before)"
            )
    moved += [f"{names[nutrient].name} no longer stands out" for nutrient, _ in then]
    result = "; ".join(moved) if moved else "the likely causes stay the same"
    return f"**What changed.** {('Noted: ' + listed(told) + '. ') if told else ''}{result[:1].upper() + result[1:]}."


def _told_changes(before: Case, after: Case, turn: Turn) -> list[str]:
    old = {finding.id: finding for finding in before.findings}
    new = {finding.id: finding for finding in after.findings}
    changed = [finding_words(f, turn.kb) for f in after.findings if _said_differently(old.get(f.id), f)]
    gone = [f"{finding_words(f, turn.kb)} taken back" for f in before.findings if f.id not in new]
    return changed + gone


def _said_differently(old: Finding | None, new: Finding) -> bool:
    if old is None:
        return True
    return (old.assertion, old.body_site, old.duration_days, old.quantity, old.dose) != (
        new.assertion,
        new.body_site,
        new.duration_days,
        new.quantity,
        new.dose,
    )


def _told_anything(case: Case) -> bool:
    return bool(case.nutrients) or any(
        finding.kind != "profile" and finding.assertion in ("present", "past") for finding in case.findings
    )


def _lists_foods(turn: Turn) -> bool:
    """Whether the talk is about what somebody eats in a day, and nothing else is the matter."""
    listed_before, now = (
        sum(finding.kind == "food" and finding.assertion == "present" for finding in findings) >= LISTED_FOODS
        for findings in (turn.before.findings, turn.heard.findings)
    )
    # "I'm a woman of 34", said to a list of foods, changes the need.
    adds = bool(turn.heard.findings) and all(item.kind in FOOD_TALK for item in turn.heard.findings)
    unwell = any(item.kind in UNWELL and item.assertion == "present" for item in turn.case.findings)
    return (now or (listed_before and adds)) and not unwell and not turn.case.hurried


def _noted(turn: Turn) -> list[Message]:
    """The short answer to a mere taste ("I hate spinach"), where there is nothing to assess; else nothing."""
    filters = {rule.finding for rule in turn.kb.diet_filters}
    told = turn.heard.findings
    tastes = [item for item in told if item.assertion == ("absent" if item.kind == "food" else "present")]
    tastes = [item for item in tastes if item.kind == "food" or item.id in filters]
    talk_of_food = all(item.kind in {"food", "diet_habit", "profile"} for item in turn.case.findings)
    if not tastes or len(tastes) < len(told) or not talk_of_food or assess(turn.case, turn.kb).supported_gaps:
        return []
    text = f"Noted: {listed(finding_words(item, turn.kb) for item in tastes)}. I'll mind that when I name foods."
    return [Message(text, ("What can you do?",), custom={"type": "noted"})]


def _relief(turn: Turn) -> str:
    """Says that a denied alarm is good news."""
    asked = turn.kb.questions.get(turn.before.pending or "")
    return "Good." if asked and asked.safety and turn.heard.answer == "no" and not turn.heard.findings else ""


def _unclear(turn: Turn) -> str:
    """Names what was not understood or not read, once."""
    words = () if turn.heard.intent in MEANT_WITHOUT_WORDS else turn.heard.not_understood
    parts = []
    if words:
        parts.append(
            f"I did not understand {listed(f'“{word}”' for word in words[:3])}; say it another way if it matters."
        )
    if turn.heard.unread_chars:
        parts.append("Your message was very long, and I did not read its end. Please send the rest as a new message.")
    return " ".join(parts)


def with_nutrients(turn: Turn, nutrients: tuple[str, ...]) -> Assessment:
    """The assessment that also says something of these nutrients, even if they are unlikely."""
    turn.case = replace(turn.case, nutrients=tuple(dict.fromkeys((*turn.case.nutrients, *nutrients))))
    return turn.assess()
