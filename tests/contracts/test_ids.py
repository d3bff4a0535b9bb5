"""The ids that other programs rely on are there, and domain, actions, dialogue and training data fit each other."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
from ruamel.yaml import YAML

from bot.knowledge import CARE_LEVELS, load
from bot.nlu.language import LANGUAGES
from bot.replies.out_of_scope import WHO_CAN

ROOT = Path(__file__).parents[2]
KB = load()
NUTRIENTS = """magnesium calcium vitamin_d potassium vitamin_b12 thiamin riboflavin niacin vitamin_b6 folate vitamin_e
vitamin_a vitamin_c vitamin_k iron zinc iodine selenium copper sodium""".split()
SYMPTOMS = """muscle_twitching eyelid_twitching muscle_cramps muscle_spasm carpopedal_spasm tremor tingling numbness
burning_feet muscle_weakness muscle_wasting muscle_pain bone_pain joint_pain fracture fatigue dizziness fainting
palpitations breathlessness chest_pain headache low_mood anxiety irritability insomnia poor_memory confusion seizure
unsteady_gait vision_change night_blindness dry_eyes slurred_speech swallowing_difficulty facial_droop sore_tongue
mouth_ulcers cracked_mouth_corners bleeding_gums easy_bruising slow_healing dry_skin rash pale_skin jaundice hair_loss
brittle_nails loss_of_appetite weight_loss nausea vomiting diarrhoea constipation abdominal_pain cold_intolerance
heat_intolerance sweating thirst pica restless_legs stiffness incontinence saddle_numbness dark_urine fever
neck_stiffness suicidal_thoughts""".split()
EXPLANATIONS = """stress_or_anxiety poor_sleep caffeine nicotine alcohol dehydration intense_exercise medication_effect
benign_twitching nerve_compression thyroid_disease neurological_disease diabetes kidney_disease hyperventilation
withdrawal""".split()
PROFILE = "age_years sex_female sex_male pregnant breastfeeding child infant".split()


def read(path: Path) -> Any:
    return YAML(typ="safe").load(path.read_text(encoding="utf-8"))


DOMAIN = read(ROOT / "domain.yml")
INTENTS = {next(iter(intent)) if isinstance(intent, dict) else intent for intent in DOMAIN["intents"]}
RULES = [rule for path in sorted((ROOT / "data/stories").glob("*.yml")) for rule in read(path)["rules"]]


def test_the_nutrients_are_there() -> None:
    assert set(KB.nutrients) == set(NUTRIENTS)


@pytest.mark.parametrize(("ids", "kind"), [(SYMPTOMS, "symptom"), (PROFILE, "profile")])
def test_the_findings_are_there(ids: list[str], kind: str) -> None:
    assert [name for name in ids if name not in KB.terms or KB.terms[name].kind != kind] == []


def test_the_other_explanations_are_there_and_no_others() -> None:
    assert set(KB.explanations) == set(EXPLANATIONS)


def test_care_has_words_for_every_level() -> None:
    assert set(KB.care.levels) == set(CARE_LEVELS)
    assert "default" in KB.care.numbers


def test_actions_in_the_domain_are_the_files_in_actions() -> None:
    files = {path.stem for path in (ROOT / "actions").glob("action_*.py")}
    assert set(DOMAIN["actions"]) == files
    for name in files:
        code = (ROOT / "actions" / f"{name}.py").read_text(encoding="utf-8")
        assert f'return "{name}"' in code
        assert f"class {''.join(part.title() for part in name.split('_'))}(" in code


def test_every_intent_has_one_rule_and_examples() -> None:
    ruled = [rule["steps"][0]["intent"] for rule in RULES]
    trained = {item["intent"] for path in (ROOT / "data/nlu").glob("*.yml") for item in read(path)["nlu"]}
    assert sorted(ruled) == sorted(INTENTS)
    assert trained == INTENTS


def test_every_rule_leads_to_something_that_is_there() -> None:
    known = {*DOMAIN["actions"], *DOMAIN["responses"]}
    assert {rule["steps"][1]["action"] for rule in RULES} <= known


def test_entity_kinds_are_those_of_the_findings() -> None:
    assert set(DOMAIN["entities"]) == {term.kind for term in KB.terms.values()} | {"food"}


def test_replies_named_in_actions_are_in_the_domain() -> None:
    code = "\n".join(path.read_text(encoding="utf-8") for path in (ROOT / "actions").glob("*.py"))
    assert set(re.findall(r'response="(utter_\w+)"', code)) <= set(DOMAIN["responses"])


def test_every_language_that_is_told_apart_has_a_reply() -> None:
    replies = {name for name in DOMAIN["responses"] if name.startswith("utter_language_")}
    assert replies == {f"utter_language_{code}" for code in LANGUAGES if code != "en"}


def test_every_topic_out_of_scope_has_an_answer() -> None:
    blocks = [block for path in (ROOT / "data/nlu").glob("*.yml") for block in read(path)["nlu"]]
    topics = {block["metadata"]["topic"] for block in blocks if block["intent"] == "out_of_scope"}
    assert topics == set(WHO_CAN)
