"""`python -m bot.knowledge check | schema | stale | audit`: looks after the knowledge files from the command line."""

from __future__ import annotations

import argparse
import json
import sys
from datetime import date, timedelta

from pydantic import BaseModel
from pydantic.schema import schema

from bot.knowledge import KnowledgeError, all_claims, load
from bot.knowledge.audit import audit, holes
from bot.knowledge.care import CareAdvice, CareRule
from bot.knowledge.shapes import Explanation, LikelihoodTable, Nutrient, Question, Source
from bot.knowledge.words import BodySite, Term


def check() -> int:
    """Loads and cross-checks everything; prints the counts, or what is wrong."""
    try:
        kb = load()
    except KnowledgeError as error:
        print(error, file=sys.stderr)
        return 1
    claims = all_claims(kb)
    print(
        f"knowledge {kb.fingerprint}: {len(kb.nutrients)} nutrients, {len(claims)} claims from "
        f"{len({claim.source for claim in claims})} sources, {len(kb.terms)} terms, {len(kb.foods)} foods, "
        f"{len(kb.care_rules)} care rules, {len(kb.questions)} questions; "
        f"{len(kb.unverified)} claims left out as unverified"
    )
    return 0


def print_schema() -> int:
    """Prints the JSON Schema of all knowledge records."""
    shapes: list[type[BaseModel]] = [
        BodySite,
        CareAdvice,
        CareRule,
        Explanation,
        LikelihoodTable,
        Nutrient,
        Question,
        Source,
        Term,
    ]
    print(json.dumps(schema(shapes, title="Nutrigap knowledge"), indent=2, ensure_ascii=False))
    return 0


def stale(days: int) -> int:
    """Lists the sources that were last read more than `days` ago; exit status 1 where there are any."""
    limit = date.today() - timedelta(days=days)
    old = {name: source.checked for name, source in load().sources.items() if source.checked and source.checked < limit}
    for name, checked in sorted(old.items(), key=lambda item: item[1]):
        print(f"{checked}  {name}")
    print(f"{len(old)} sources were last read more than {days} days ago")
    return 1 if old else 0


def print_audit() -> int:
    """Prints what is known of each nutrient; exit status 1 where something is missing."""
    kb = load()
    print(audit(kb), end="")
    missing = holes(kb)
    print(*missing, sep="\n", end="\n" if missing else "", file=sys.stderr)
    return 1 if missing else 0


def main() -> int:
    """Runs one of the sub-commands; the exit status is 0 when all is well."""
    parser = argparse.ArgumentParser(prog="python -m bot.knowledge", description=__doc__)
    parser.add_argument("command", choices=["check", "schema", "stale", "audit"])
    parser.add_argument("--days", type=int, default=365, help="with stale: how old a reading may be")
    arguments = parser.parse_args()
    if arguments.command == "stale":
        return stale(arguments.days)
    return {"check": check, "schema": print_schema, "audit": print_audit}[arguments.command]()


if __name__ == "__main__":
    sys.exit(main())
