"""Reads the knowledge files, checks them against each other, and gives one immutable `KnowledgeBase`."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from functools import lru_cache, partial
from pathlib import Path
from typing import Any

from pydantic import ValidationError, parse_obj_as
from ruamel.yaml import YAML
from ruamel.yaml.error import YAMLError

from bot.kept import kept
from bot.knowledge.base import KnowledgeBase
from bot.knowledge.blood_tests import BloodTest
from bot.knowledge.care import CareAdvice, CareRule
from bot.knowledge.checks import check_references
from bot.knowledge.contexts import Context
from bot.knowledge.foods import DietFilter, load_foods, load_measures, load_reference_intakes, load_upper_limits
from bot.knowledge.shape import Shape
from bot.knowledge.shapes import (
    Caution,
    Claim,
    Explanation,
    IntakeTable,
    InternationalUnit,
    LikelihoodTable,
    Nutrient,
    Question,
    Rule,
    Source,
    danger_question,
)
from bot.knowledge.ways import Ways
from bot.knowledge.words import BodySite, Term

FILES = Path(__file__).parent / "files"


class KnowledgeError(ValueError):
    """A knowledge file is unreadable or contradicts another; the message names the file and what is wrong."""


def _parse(shape: Any, data: Any, path: Path) -> Any:
    try:
        return parse_obj_as(shape, data)
    except ValidationError as error:
        raise KnowledgeError(f"{path.name}: {error}") from error


def _read(path: Path) -> Any:
    try:
        return YAML(typ="safe").load(path.read_text(encoding="utf-8"))
    except (YAMLError, OSError) as error:
        raise KnowledgeError(f"{path.name}: {error}") from error


def _by_id(items: Iterable[Any], what: str) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for item in items:
        if item.id in found:
            raise KnowledgeError(f"the {what} {item.id!r} is there twice")
        found[item.id] = item
    return found


def _list(folder: Path, pattern: str, shape: Any) -> list[Any]:
    return [item for path in sorted(folder.glob(pattern)) for item in _parse(list[shape], _read(path), path)]


def _sayings(folder: Path) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for path in sorted(folder.glob("*.yml")):
        for term_id, clauses in _parse(dict[str, list[str]], _read(path), path).items():
            found.setdefault(term_id, []).extend(clauses)
    return found


def _contexts(path: Path) -> list[Context]:
    try:
        return [Context.of(marked) for marked in _parse(list[str], _read(path), path)]
    except ValueError as error:
        raise KnowledgeError(f"{path.name}: {error}") from error


def _ancestors(terms: dict[str, Term]) -> dict[str, frozenset[str]]:
    closed: dict[str, frozenset[str]] = {}

    def close(term_id: str, below: tuple[str, ...]) -> frozenset[str]:
        if term_id in below:
            raise KnowledgeError(f"is_a runs in a circle at {term_id!r}")
        if term_id not in closed:
            parents = terms[term_id].is_a
            closed[term_id] = frozenset({term_id}).union(
                *(close(parent, (*below, term_id)) for parent in parents if parent in terms)
            )
        return closed[term_id]

    for term_id in terms:
        close(term_id, ())
    return closed


def _verified(item: Any, sources: dict[str, Source], left_out: list[str]) -> Any:
    """The same record without the claims that may not drive an answer, at any depth; None where it is one itself."""
    if isinstance(item, Claim):
        source = sources.get(item.source)
        if source is None:
            raise KnowledgeError(f"{item.says!r} names the source {item.source!r}, which is not listed")
        if source.checked is None and not item.unverified:
            raise KnowledgeError(f"{item.says!r} rests on {item.source!r}, which nobody has read")
        if item.unverified:
            left_out.append(item.id if isinstance(item, Rule) else item.says)
            return None
    if isinstance(item, (list, tuple)):
        kept = [_verified(entry, sources, left_out) for entry in item]
        return [entry for entry in kept if entry is not None]
    if isinstance(item, Shape):
        return item.copy(
            update={
                name: _verified(value, sources, left_out)
                for name, value in item
                if isinstance(value, (Shape, list)) and name != "when"
            }
        )
    return item


def fingerprint(files: Path = FILES) -> str:
    """12 hex digits over the names and bytes of all knowledge files."""
    digest = hashlib.sha256()
    for path in sorted(path for path in files.rglob("*") if path.suffix in {".yml", ".csv"}):
        digest.update(path.relative_to(files).as_posix().encode() + b"\0" + path.read_bytes() + b"\0")
    return digest.hexdigest()[:12]


def load_from(files: Path) -> KnowledgeBase:
    """Loads and cross-checks the knowledge base in a folder.

    Raises:
        KnowledgeError: a file does not have its shape, an id is missing or doubled, or a claim that could drive an
            answer rests on a source that nobody read.
    """
    rules = files / "rules"
    left_out: list[str] = []
    sources: dict[str, Source] = {}
    for path in sorted((files / "sources").glob("*.yml")):
        for source_id, source in _parse(dict[str, Source], _read(path), path).items():
            if source_id in sources:
                raise KnowledgeError(f"{path.name}: the source {source_id!r} is there twice")
            sources[source_id] = source
    site_files = {"body_sites.yml"}
    terms = _by_id(
        (
            term
            for path in sorted((files / "terms").glob("*.yml"))
            if path.name not in site_files
            for term in _parse(list[Term], _read(path), path)
        ),
        "term",
    )
    grave = _sayings(files / "grave")
    of_danger = [danger_question(sign, terms[sign].name) for sign in grave if sign in terms]
    nutrient_files = sorted((files / "nutrients").glob("*.yml"))
    nutrients = [_parse(Nutrient, _read(path), path) for path in nutrient_files]
    care_files = ("red_flags*.yml", "hazards*.yml", "care_rules*.yml")
    kb = KnowledgeBase(
        fingerprint=fingerprint(files),
        sources=sources,
        terms=terms,
        sayings=_sayings(files / "sayings"),
        grave=grave,
        contexts=tuple(context for path in sorted((files / "contexts").glob("*.yml")) for context in _contexts(path)),
        cues=_parse(dict[str, list[str]], _read(files / "cues.yml"), files / "cues.yml"),
        body_sites=_by_id(_list(files / "terms", "body_sites.yml", BodySite), "body site"),
        ways=_parse(Ways, _read(files / "ways.yml"), files / "ways.yml"),
        nutrients=_by_id((_verified(nutrient, sources, left_out) for nutrient in nutrients), "nutrient"),
        care_rules=tuple(
            _verified([rule for name in care_files for rule in _list(rules, name, CareRule)], sources, left_out)
        ),
        cautions=tuple(_verified(_list(rules, "cautions.yml", Caution), sources, left_out)),
        explanations=_by_id(
            _verified(_list(rules, "explanations*.yml", Explanation), sources, left_out), "explanation"
        ),
        questions=_by_id((*_list(rules, "questions*.yml", Question), *of_danger), "question"),
        care=_verified(_parse(CareAdvice, _read(rules / "care.yml"), rules / "care.yml"), sources, left_out),
        likelihood=_parse(LikelihoodTable, _read(rules / "likelihood.yml"), rules / "likelihood.yml"),
        international_units=tuple(_list(rules, "international_units.yml", InternationalUnit)),
        blood_tests=tuple(_list(files, "tests.yml", BloodTest)),
        intake=_verified(_parse(IntakeTable, _read(rules / "intake.yml"), rules / "intake.yml"), sources, left_out),
        foods=_by_id(load_foods(files / "foods.csv"), "food"),
        measures=load_measures(files / "food_measures.csv"),
        diet_filters=tuple(_list(files, "diet_filters.yml", DietFilter)),
        intakes=tuple(load_reference_intakes(files / "reference_intakes.csv")),
        regional_limits=tuple(load_upper_limits(files / "upper_limits_regions.csv")),
        unverified=tuple(left_out),
        _ancestors=_ancestors(terms),
    )
    faults = check_references(kb)
    if faults:
        raise KnowledgeError("\n".join(faults))
    return kb


@lru_cache(maxsize=1)
def load() -> KnowledgeBase:
    """The product's own knowledge base, read once a process and kept, see `bot.kept`.

    Raises:
        KnowledgeError: see `load_from`.
    """
    return kept("knowledge", fingerprint(), __name__, partial(load_from, FILES))
