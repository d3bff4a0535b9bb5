"""Answers to questions: foods, nutrients, supplements, tests, reasons, care, medicines, fear."""

from __future__ import annotations

from dataclasses import replace

from bot.replies import (
    Message,
    admit_unknown,
    advise_self,
    ask_for_foods,
    check_foods,
    check_supplement,
    compare_nutrients,
    compose_again,
    compose_estimate,
    decline,
    describe_nutrient,
    doctor_summary,
    explain,
    explain_care,
    explain_change,
    finding_words,
    list_foods,
    list_tests,
    listed,
)
from bot.rules import Facts, Gap, check_dose, claim_holds, estimate, food_clashes
from bot.talk.reporting import conclude_turn, report, with_nutrients
from bot.talk.turn import Turn

COMPARED = ("magnesium", "calcium", "vitamin_d", "potassium", "vitamin_b12")
ASKED_OR_TAKEN = frozenset({"present", "past", "hypothetical"})
WHICH_NUTRIENT = "Which vitamin or mineral do you mean? For example magnesium, iron or vitamin B12."


def _ask_which(turn: Turn) -> list[Message]:
    shown = ("Magnesium", "Iron", "Vitamin B12", "Vitamin D")
    return [Message(WHICH_NUTRIENT, shown, {"type": "question", "id": "which_nutrient", "why": WHICH_NUTRIENT})]


def _unknown_product(turn: Turn) -> list[Message]:
    """An honest answer about herbs and other products without a vitamin or mineral; nothing where none is named."""
    products = [item for item in turn.heard.findings if item.kind == "supplement" and item.id in turn.kb.terms]
    unknown = [turn.kb.names[item.id] for item in products if not turn.kb.terms[item.id].contains]
    unknown += [f"“{words}”" for words in turn.heard.not_understood]
    unknown += [turn.kb.names[item.id] for item in turn.heard.findings if item.kind == "food"]
    return [admit_unknown(unknown[:3])] if unknown else []


def _asked(turn: Turn) -> tuple[str, ...]:
    """The nutrients this message names, or holds in a supplement that it asks about; else those of the last answer."""
    named = list(turn.heard.nutrients)
    for finding in turn.heard.findings:
        term = turn.kb.terms.get(finding.id)
        if finding.kind == "supplement" and finding.assertion == "hypothetical" and term:
            named += list(term.contains)
    return tuple(dict.fromkeys(named))


def _leading(turn: Turn) -> tuple[str, ...]:
    return tuple(gap.nutrient for gap in turn.assess().supported_gaps[:3])


def _gaps(turn: Turn, nutrients: tuple[str, ...]) -> list[Gap]:
    by_id = {gap.nutrient: gap for gap in with_nutrients(turn, nutrients).gaps}
    return [by_id[nutrient] for nutrient in nutrients if nutrient in by_id]


def foods(turn: Turn) -> list[Message]:
    """Foods for the nutrients named, or for the likely gaps, that fit this person."""
    nutrients = _asked(turn) or _leading(turn)
    if not nutrients:
        return _ask_which(turn)
    diet = [
        finding for finding in turn.case.findings if finding.kind == "diet_habit" and finding.assertion == "present"
    ]
    fits = f" that fit what you told me ({listed(finding_words(item, turn.kb) for item in diet)})" if diet else ""
    return [list_foods(gap, turn.kb, fits) for gap in _gaps(turn, nutrients)[:3]]


def intake(turn: Turn) -> list[Message]:
    """What the foods told, or asked about, bring a day; asks for them where there are none."""
    asked = [
        replace(item, assertion="present")
        for item in turn.heard.findings
        if item.kind == "food" and item.assertion == "hypothetical"
    ]
    facts = Facts(turn.case.telling(asked), turn.kb)
    return [compose_estimate(estimate(facts, turn.heard.nutrients), turn.kb) if facts.eaten else ask_for_foods()]


def nutrient(turn: Turn) -> list[Message]:
    """What the nutrients named do, how much is needed, and whether they cause a symptom that was asked about."""
    facts = Facts(turn.case, turn.kb)
    symptoms = [item.id for item in turn.heard.findings if item.kind == "symptom"]
    return [describe_nutrient(item, turn.kb, facts.need(item), symptoms) for item in turn.heard.nutrients[:3]] or (
        _unknown_product(turn) or _ask_which(turn)
    )


def comparison(turn: Turn) -> list[Message]:
    """The nutrients named side by side, or those that matter most for muscles."""
    named = turn.heard.nutrients
    return [compare_nutrients(named if len(named) > 1 else COMPARED, turn.kb)]


def supplement(turn: Turn) -> list[Message]:
    """Whether a supplement is safe for this person; with symptoms told, inside the assessment."""
    asked = [f.id for f in turn.heard.findings if f.kind == "food" and f.id in turn.kb.foods]
    if asked and not _asked(turn):
        facts = Facts(turn.case, turn.kb)
        return [check_foods({food: food_clashes(turn.kb.foods[food], facts) for food in asked[:4]}, turn.kb)]
    nutrients = _asked(turn) or (() if _unknown_product(turn) else turn.case.nutrients[-1:])
    if not nutrients:
        return _unknown_product(turn) or _ask_which(turn)
    gaps = _gaps(turn, nutrients)
    if any(f.kind == "symptom" and f.assertion == "present" for f in turn.heard.findings):
        return conclude_turn(turn)
    facts = Facts(turn.case, turn.kb)
    heard = [f for f in turn.heard.findings if f.assertion in ASKED_OR_TAKEN and f.id in turn.kb.terms]
    products = [f for f in heard if turn.kb.terms[f.id].contains] or facts.products
    return [check_supplement(gap, turn.kb, check_dose(gap.nutrient, products, facts)) for gap in gaps[:2]]


def could_it_be(turn: Turn) -> list[Message]:
    """Whether a nutrient explains it: the assessment names it even if it is unlikely."""
    if turn.heard.nutrients and any(finding.kind == "symptom" for finding in turn.case.findings):
        return conclude_turn(turn)
    return report(turn)


def tests(turn: Turn) -> list[Message]:
    """Tests to ask for."""
    nutrients = _asked(turn) or _leading(turn)
    return [list_tests(_gaps(turn, nutrients), turn.kb)] if nutrients else _ask_which(turn)


def reasons(turn: Turn) -> list[Message]:
    """Why the last answer said what it said."""
    return [explain(turn.assess(), turn.kb)]


def question_reason(turn: Turn) -> list[Message]:
    """Why the pending question is asked, and the question again."""
    question = turn.kb.questions.get(turn.before.pending or "")
    if question is None:
        return [explain(turn.assess(), turn.kb)]
    turn.case = replace(turn.case, pending=question.id)
    return [compose_again(question, question.why, explained=True)]


def change(turn: Turn) -> list[Message]:
    """What would change the answer."""
    return [explain_change(turn.conclude())]


def care(turn: Turn) -> list[Message]:
    """When to see whom."""
    return [explain_care(turn.assess(), turn.kb)]


def self_help(turn: Turn) -> list[Message]:
    """What this person can do by themselves; where nothing is known of that, when to see whom."""
    if not any(finding.kind == "symptom" for finding in turn.case.findings):
        return report(turn)
    assessment = turn.assess()
    return [advise_self(assessment, turn.kb) if assessment.self_help else explain_care(assessment, turn.kb)]


def summary(turn: Turn) -> list[Message]:
    """The summary to show a doctor."""
    return [doctor_summary(turn.assess(), turn.kb)]


def medicine_change(turn: Turn) -> list[Message]:
    """Nobody is told to stop or change a medicine, nor to stop heavy drinking at once."""
    facts = Facts(turn.case, turn.kb)
    advice = next(tip for tip in turn.kb.care.stopping if claim_holds(tip, facts))
    named = [turn.kb.names[f.id] for f in turn.heard.findings if f.kind == "medication"]
    about = f" About {listed(named)}: I" if named else " I"
    text = (
        f"**{advice.says}**{about} can't judge that. Ask your pharmacist or doctor and say what worries you. "
        "If you feel very unwell, get help today."
    )
    return [Message(text, ("When should I see someone?",), {"type": "medicine_change", "source": advice.source})]


def fear(turn: Turn) -> list[Message]:
    """Answers fear once with a fact that fits, then goes on."""
    facts = turn.assess().reassurance
    if not any(finding.kind == "symptom" for finding in turn.case.findings):
        text = "That sounds frightening. Tell me what you feel and since when, and I'll say plainly what it may mean."
        return [Message(text, custom={"type": "question", "id": "open", "why": "I need something to go on."})]
    said = facts[0].says if facts else "I can't rule things out from here, but I can tell you which signs matter."
    messages = report(turn)
    first = messages[0]
    text = first.text if said in first.text else f"It makes sense that this worries you. {said}\n{first.text}"
    return [replace(first, text=text), *messages[1:]]


def unclear(turn: Turn) -> list[Message]:
    """Says which words were not understood and offers ways on; a pending question is put again."""
    words = [word for word in turn.heard.not_understood if word.strip()][:3]
    said = f"I did not understand {listed(f'“{word}”' for word in words)}." if words else "I did not catch that."
    question = turn.kb.questions.get(turn.before.pending or "")
    if question:
        turn.case = replace(turn.case, pending=question.id)
        return [compose_again(question, said)]
    text = (
        f'{said} You could write what you feel ("my calves twitch at night"), what you eat or take '
        '("I\'m vegan, I take omeprazole"), or ask about a nutrient ("what is magnesium in?").'
    )
    return [Message(text, ("What can you do?",), {"type": "not_understood", "words": words})]


def outside(turn: Turn) -> list[Message]:
    """Says that this is out of scope; a pending question is put again. What such a message tells is not remembered."""
    messages = [decline(turn.heard.topic)]
    if turn.heard.intent != "out_of_scope":
        return messages
    turn.case = replace(turn.before, alarms=turn.case.alarms)
    question = turn.kb.questions.get(turn.case.pending or "")
    return [*messages, compose_again(question, "Back to you:")] if question else messages
