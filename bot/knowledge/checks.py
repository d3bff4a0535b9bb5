"""Cross-checks: every id that one knowledge file mentions exists in another."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import Any

from bot.knowledge.base import KnowledgeBase
from bot.knowledge.condition import Condition
from bot.knowledge.shape import Shape
from bot.knowledge.shapes import Claim, Question, Rule
from bot.knowledge.words import NOTHING

FORMS = ("finding", "all_", "any_", "not_", "at_least", "supplement_of", "eaten")
EATEN_LIMITS = ("min_percent", "max_percent", "min_percent_of_limit")


def claims_in(item: Any) -> Iterator[Claim]:
    """Every claim inside a record, at any depth, itself included."""
    if isinstance(item, Claim):
        yield item
    if isinstance(item, Shape):
        for _, value in item:
            yield from claims_in(value)
    elif isinstance(item, (list, tuple)):
        for entry in item:
            yield from claims_in(entry)
    elif isinstance(item, dict):
        for entry in item.values():
            yield from claims_in(entry)


def all_claims(kb: KnowledgeBase) -> list[Claim]:
    """Every claim that can reach a reader."""
    return list(claims_in([kb.nutrients, list(kb.care_rules), list(kb.cautions), kb.explanations, kb.care, kb.intake]))


def _condition_faults(where: str, condition: Condition, kb: KnowledgeBase) -> Iterator[str]:
    forms = [form for form in FORMS if getattr(condition, form) is not None]
    if condition.age_min is not None or condition.age_max is not None:
        forms.append("age")
    if len(forms) != 1:
        yield f"{where}: a condition has the forms {forms or 'none'}, it needs one"
    if condition.finding and condition.finding not in kb.terms and condition.finding not in kb.foods:
        yield f"{where}: unknown finding {condition.finding!r}"
    if condition.supplement_of and condition.supplement_of not in kb.nutrients:
        yield f"{where}: unknown nutrient {condition.supplement_of!r}"
    limits = [name for name in EATEN_LIMITS if getattr(condition, name) is not None]
    if condition.eaten and condition.eaten not in kb.nutrients:
        yield f"{where}: unknown nutrient {condition.eaten!r}"
    if len(limits) != int(condition.eaten is not None):
        yield f"{where}: `eaten` needs one of {', '.join(EATEN_LIMITS)}, and none stands without it"
    for site in condition.body_site or []:
        if site not in kb.body_sites:
            yield f"{where}: unknown body site {site!r}"
    for child in condition.children():
        yield from _condition_faults(where, child, kb)


def _question_faults(question: Question, kb: KnowledgeBase) -> Iterator[str]:
    yield from _condition_faults(question.id, question.due, kb)
    answers = [question.yes, question.no, *(option.sets for option in question.options)]
    named = [*question.asks, *(entry["id"] for answer in answers for entry in answer)]
    if question.asks_duration_of:
        named.append(question.asks_duration_of)
    for finding in named:
        if finding not in kb.terms and finding not in kb.foods:
            yield f"{question.id}: unknown finding {finding!r}"
    if not question.asks and not question.asks_duration_of:
        yield f"{question.id}: asks nothing"


def _term_faults(kb: KnowledgeBase) -> Iterator[str]:
    for term in kb.terms.values():
        for parent in term.is_a:
            if parent not in kb.terms:
                yield f"{term.id}: unknown parent {parent!r}"
        for nutrient in term.contains:
            if nutrient not in kb.nutrients:
                yield f"{term.id}: contains the unknown nutrient {nutrient!r}"
    for term_id in (*kb.sayings, *kb.grave):
        if term_id not in kb.terms and term_id != NOTHING:
            yield f"sayings of the unknown term {term_id!r}"
    for told in (kb.sayings, kb.grave):
        clauses = Counter(saying.casefold() for sayings in told.values() for saying in sayings)
        yield from (f"the saying {saying!r} is there twice" for saying, count in clauses.items() if count > 1)
    pictures = {term.id for term in kb.terms.values() if term.picture}
    yield from (f"{term_id}: nothing in files/grave says this picture" for term_id in pictures - kb.grave.keys())
    contexts = Counter(context.text.casefold() for context in kb.contexts)
    yield from (f"the context {text!r} is there twice" for text, count in contexts.items() if count > 1)
    said = Counter(phrase.casefold() for term in kb.terms.values() for phrase in {*term.phrases})
    for phrase, count in said.items():
        if count > 1:
            owners = [term.id for term in kb.terms.values() if phrase in {p.casefold() for p in term.phrases}]
            yield f"the phrase {phrase!r} belongs to {owners}"


def check_references(kb: KnowledgeBase) -> list[str]:
    """One sentence per fault; empty when the knowledge base is whole."""
    faults = list(_term_faults(kb))
    for claim in all_claims(kb):
        condition = getattr(claim, "when", None)
        if condition is not None:
            faults.extend(_condition_faults(getattr(claim, "id", claim.says), condition, kb))
    for question in kb.questions.values():
        faults.extend(_question_faults(question, kb))
    rules = Counter(claim.id for claim in all_claims(kb) if isinstance(claim, Rule))
    faults.extend(f"the rule id {rule!r} is there twice" for rule, count in rules.items() if count > 1)
    needed = {intake.nutrient for intake in kb.intakes}
    faults.extend(
        f"{nutrient}: no daily need in reference_intakes.csv" for nutrient in kb.nutrients if nutrient not in needed
    )
    faults.extend(
        f"intake.yml: unknown nutrient {note.nutrient!r}"
        for note in kb.intake.notes
        if note.nutrient not in kb.nutrients
    )
    for diet_filter in kb.diet_filters:
        if diet_filter.finding not in kb.terms:
            faults.append(f"diet_filters.yml: unknown finding {diet_filter.finding!r}")
    limits = [limit for test in kb.blood_tests for limit in test.limits]
    faults.extend(f"tests.yml: unknown finding {limit.finding!r}" for limit in limits if limit.finding not in kb.terms)
    named_sources = [limit.source for limit in limits]
    named_sources += [numbers.source for numbers in kb.care.numbers.values()]
    named_sources += [unit.source for unit in kb.international_units]
    named_sources += [measure.source for measure in kb.intake.measures if measure.source]
    named_sources += [measure.source for measure in kb.measures.values()]
    faults.extend(f"food_measures.csv: unknown food {food!r}" for food, _ in kb.measures if food not in kb.foods)
    named_sources += [diet_filter.source for diet_filter in kb.diet_filters if diet_filter.source]
    named_sources += [intake.source for intake in kb.intakes]
    named_sources += [limit.source for limit in kb.regional_limits]
    faults.extend(f"unknown source {source!r}" for source in named_sources if source not in kb.sources)
    return faults
