"""What we know: nutrients, symptoms, medicines, foods, red flags and their sources, as checked data."""

from bot.knowledge.base import KnowledgeBase, Place
from bot.knowledge.blood_tests import BloodTest, Limit
from bot.knowledge.care import CareRule, SeekCare
from bot.knowledge.checks import all_claims
from bot.knowledge.condition import Condition
from bot.knowledge.contexts import Context, Mark
from bot.knowledge.foods import COUNT, DietFilter, Food, ReferenceIntake, UpperLimit, measure_of, richest_first
from bot.knowledge.loader import KnowledgeError, fingerprint, load, load_from
from bot.knowledge.shapes import (
    CARE_LEVELS,
    DANGER,
    STRENGTHS,
    Balance,
    CareLevel,
    Caution,
    Claim,
    Direction,
    Evidence,
    Explanation,
    Nutrient,
    Profile,
    Question,
    Rule,
    Source,
    Strength,
)
from bot.knowledge.ways import Way
from bot.knowledge.words import Term

__all__ = [
    "CARE_LEVELS",
    "COUNT",
    "DANGER",
    "STRENGTHS",
    "Balance",
    "BloodTest",
    "CareLevel",
    "CareRule",
    "Caution",
    "Claim",
    "Condition",
    "Context",
    "DietFilter",
    "Direction",
    "Evidence",
    "Explanation",
    "Food",
    "KnowledgeBase",
    "KnowledgeError",
    "Limit",
    "Mark",
    "Nutrient",
    "Place",
    "Profile",
    "Question",
    "ReferenceIntake",
    "Rule",
    "SeekCare",
    "Source",
    "Strength",
    "Term",
    "UpperLimit",
    "Way",
    "all_claims",
    "fingerprint",
    "load",
    "load_from",
    "measure_of",
    "richest_first",
]
