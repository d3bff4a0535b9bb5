"""What follows from what was said: pure, deterministic rules over a case and the knowledge base."""

from bot.rules.assessment import Assessment, Other, assess
from bot.rules.care import Care, alarms_of
from bot.rules.case import Case, Facts
from bot.rules.estimate import Coverage, Estimate, estimate
from bot.rules.evidence import Reason, claim_holds
from bot.rules.foods import FoodPick, food_clashes, foods_for
from bot.rules.gaps import Gap
from bot.rules.limits import DoseCheck, check_dose
from bot.rules.questions import MOST_QUESTIONS, answered, conclude, finding_of, next_question, what_would_change

__all__ = [
    "MOST_QUESTIONS",
    "Assessment",
    "Care",
    "Case",
    "Coverage",
    "DoseCheck",
    "Estimate",
    "Facts",
    "FoodPick",
    "Gap",
    "Other",
    "Reason",
    "alarms_of",
    "answered",
    "assess",
    "check_dose",
    "claim_holds",
    "conclude",
    "estimate",
    "finding_of",
    "food_clashes",
    "foods_for",
    "next_question",
    "what_would_change",
]
