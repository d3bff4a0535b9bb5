"""Takes one message into the case: new findings, answers to the pending question, corrections."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from bot.findings import Finding
from bot.knowledge import KnowledgeBase, Question
from bot.rules import Case, Facts, answered
from bot.talk.heard import Heard

INFORMING = {"report_findings", "correct_finding", "not_understood", "answer_yes", "answer_no", "express_fear"}
"""Moves that tell something: only what these leave open counts as not understood."""


def hear(case: Case, heard: Heard, kb: KnowledgeBase) -> Case:
    """The case after a message. The pending question is settled when the message answered it in any form."""
    pending = kb.questions.get(case.pending or "")
    option = _option(pending, heard.text)
    if pending and option is not None:
        return replace(answered(case, pending, option, kb), pending=None)
    if heard.intent == "correct_finding":
        case = _corrected(case, heard, kb)
    told = case.telling(heard.findings)
    informs = not INFORMING.isdisjoint((heard.intent, *heard.moves))
    told = replace(
        told,
        nutrients=tuple(dict.fromkeys((*told.nutrients, *heard.nutrients))),
        not_understood=(heard.not_understood if informs else ()) or told.not_understood,
        subject=heard.subject if heard.subject != "self" else told.subject,
        whole_diet=told.whole_diet or heard.whole_diet,
        no_other_symptoms=told.no_other_symptoms or heard.no_other_symptoms,
    )
    return _settled(told, pending, heard, kb) if pending else told


def _option(question: Question | None, text: str) -> list[dict[str, Any]] | None:
    said = text.strip().casefold().rstrip(".")
    if question is None:
        return None
    if said in {"none of these", "none", "none of them"} and question.no:
        return question.no
    return next((option.sets for option in question.options if option.label.casefold() == said), None)


def _settled(case: Case, question: Question, heard: Heard, kb: KnowledgeBase) -> Case:
    """Applies yes, no and bare durations to the pending question; any other told thing settles it as well."""
    timed = question.asks_duration_of
    if timed and heard.durations_days:
        case = case.telling(
            replace(finding, duration_days=heard.durations_days[0])
            for finding in case.findings
            if timed in kb.ancestors(finding.id) and finding.assertion == "present"
        )
    # "No, I meant the other calf" corrects and denies nothing.
    answer = None if heard.intent == "correct_finding" else heard.answer
    if answer == "no" or (answer == "yes" and question.yes):
        before = {finding.id for finding in heard.findings}
        case = answered(case, question, question.yes if answer == "yes" else question.no, kb)
        # What the message says in its own words beats what the bare "no" implies: "no, only tingling".
        case = case.telling(finding for finding in heard.findings if finding.id in before)
    if answer == "yes" and not question.yes and not heard.findings:
        return case
    unanswered = question.safety and not answer and heard.intent != "skip_question"
    facts = Facts(case, kb)
    if unanswered and f"{question.id}?" not in case.asked and not any(facts.known(asked) for asked in question.asks):
        # A safety check that went unanswered is put once more.
        kept = tuple(asked for asked in case.asked if asked != question.id)
        return replace(case, pending=None, asked=(*kept, f"{question.id}?"))
    settled = answer or heard.findings or heard.durations_days or heard.intent == "skip_question"
    return replace(case, pending=None) if settled else case


def _corrected(case: Case, heard: Heard, kb: KnowledgeBase) -> Case:
    """Takes back what the message replaces: another symptom of the same family, or another site of the same symptom."""
    new = [finding for finding in heard.findings if finding.kind == "symptom" and finding.assertion == "present"]
    replaced = [
        old.id
        for old in case.findings
        for finding in new
        if old.kind == "symptom" and old.id != finding.id and _family(old.id, kb) & _family(finding.id, kb)
    ]
    if new or not heard.body_sites:
        return case.without(replaced)
    return _moved(case, heard.body_sites[-1], kb)


def _moved(case: Case, site: str, kb: KnowledgeBase) -> Case:
    """ "I meant my eyelid": the last symptom with a site, or the last one, moves there."""
    symptoms = [item for item in case.findings if item.kind == "symptom" and item.assertion == "present"]
    sited = [item for item in symptoms if item.body_site] or symptoms
    if not sited:
        return case
    last = sited[-1]
    special = f"{site}_{'twitching' if 'muscle_twitching' in kb.ancestors(last.id) else ''}".rstrip("_")
    new_id = special if special in kb.terms else _general(last, kb)
    moved: Finding = replace(last, id=new_id, body_site=site, side=None)
    return case.without([last.id]).telling([moved])


def _general(finding: Finding, kb: KnowledgeBase) -> str:
    """The id without its site: "eyelid_twitching" that moves to the calf is "muscle_twitching"."""
    parents = kb.terms[finding.id].is_a if finding.id in kb.terms else []
    site = kb.terms[finding.id].id.split("_")[0] if finding.id in kb.terms else ""
    return parents[0] if parents and site in kb.body_sites else finding.id


def _family(term_id: str, kb: KnowledgeBase) -> frozenset[str]:
    return kb.ancestors(term_id)
