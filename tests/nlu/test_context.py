"""What is so, what is not, what was, what is only asked: a line for every way of saying it that is meant."""

import pytest

from bot.nlu.understanding import Understanding

WAYS = {
    "absent": [
        ("no cramps no twitching just numb fingers", "muscle_twitching"),
        ("my periods aren't heavy", "heavy_periods"),
        ("headaches aren't an issue", "headache"),
        ("no problems with constipation or diarrhoea", "diarrhoea"),
        ("it's not numbness as such, more tingling", "numbness"),
        ("tests for coeliac came back negative", "coeliac_disease"),
        ("they checked me for diabetes: clear", "diabetes"),
        ("Do I have chest pain? No. Palpitations? Yes.", "chest_pain"),
        ("The nurse asked if I get chest pain or pass out. Neither.", "fainting"),
        ("My GP asked about chest pain. I don't have any.", "chest_pain"),
        ("I thought it was diabetes but it isn't", "diabetes"),
        ("my brother gets migraines, I don't", "migraine"),
        ("my doctor suggested sertraline but I said no", "sertraline"),
        ("I wouldn't say I'm depressed", "low_mood"),
        ("don't smoke, don't drink", "alcohol_use"),
    ],
    "present": [
        ("there isn't a day I don't get palpitations", "palpitations"),
        ("can't go a week without cramps", "muscle_cramps"),
        ("not to mention the night sweats", "sweating"),
        ("nobody believes me about the tingling", "tingling"),
        ("It's not the tiredness that bothers me, it's the tingling", "fatigue"),
        ("My hands aren't as numb as they were", "numbness"),
        ("I never had cramps until I started the statin", "muscle_cramps"),
        ("my headaches never really went away", "headache"),
        ("Should I be worried about numbness in my little finger?", "numbness"),
        ("Do you think my tiredness could be down to the bisoprolol?", "bisoprolol"),
        ("came off citalopram in August and been dizzy ever since", "dizziness"),
        ("less tired than last month but still breathless", "fatigue"),
        ("can't breathe", "breathlessness"),
        ("mum's on amlodipine and so am I", "amlodipine"),
    ],
    "past": [
        ("haven't had any cramps since I stopped the statin", "muscle_cramps"),
        ("my headaches have stopped but the dizziness hasn't", "headache"),
        ("headaches subsided after a month", "headache"),
        ("had cramps before I started magnesium", "muscle_cramps"),
        ("I was constipated, now it's diarrhoea", "constipation"),
        ("when I was pregnant I craved ice", "pica"),
        ("worse than the migraines I had in my 20s", "migraine"),
        ("grew out of my asthma", "asthma"),
        ("I had anaemia in pregnancy but it's been fine since", "anaemia"),
        ("they've taken me off ramipril", "ramipril"),
        ("swapped omeprazole for famotidine", "omeprazole"),
        ("did a course of nitrofurantoin in the summer", "nitrofurantoin"),
        ("bp tablets made me dizzy so I quit them", "dizziness"),
        ("tried magnesium, did nothing, stopped", "magnesium_supplement"),
        ("quit smoking 8 years ago", "smoking"),
    ],
    "hypothetical": [
        ("will stopping the pill make my hair fall out?", "hair_loss"),
        ("can metformin cause b12 deficiency", "metformin"),
        ("if I get palpitations should I stop the caffeine?", "palpitations"),
        ("GP wants me on simvastatin, haven't started it", "simvastatin"),
        ("haven't started the prednisone yet", "prednisone"),
        ("awaiting a coeliac screen", "coeliac_disease"),
        ("they want to rule out MS", "multiple_sclerosis"),
        ("still wiped out. long covid?", "long_covid"),
        ("my friend reckons I've got fibromyalgia", "fibromyalgia"),
        ("toying with the idea of going keto", "keto_diet"),
        ("convinced I have ALS, my thumb twitches", "motor_neurone_disease"),
    ],
    "other_person": [
        ("My wife takes warfarin. Can I have the same?", "warfarin"),
        ("my sister has coeliac disease, I don't", "coeliac_disease"),
        ("diabetes on my dad's side, I'm just tired", "diabetes"),
        ("Someone I know with coeliac gets mouth ulcers. I get them too", "mouth_ulcers"),
    ],
}  # fmt: skip


@pytest.mark.parametrize(
    ("text", "id_", "assertion"), [(text, id_, assertion) for assertion in WAYS for text, id_ in WAYS[assertion]]
)
def test_assertion(understanding: Understanding, text: str, id_: str, assertion: str) -> None:
    assert (id_, assertion) in {(f.id, f.assertion) for f in understanding.understand(text).findings}


@pytest.mark.parametrize(
    ("text", "ids"),
    [
        (
            "iron and b12 are both fine but vitamin d was a bit low",
            ["normal_b12_test", "normal_iron_test", "low_vitamin_d_known"],
        ),
        ("thyroid: normal. EMG clean", ["normal_thyroid_test", "medical_test_normal"]),
        ("I take magnesium, feeling fine", ["magnesium_supplement"]),
        ("foods high in iron", []),
    ],
)  # fmt: skip
def test_results_in_words(understanding: Understanding, text: str, ids: list[str]) -> None:
    assert sorted(finding.id for finding in understanding.understand(text).findings) == sorted(ids)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("22, male. Calves twitch", {"age_years": 22, "sex_male": None}),
        ("widower, 78, lives alone", {"age_years": 78, "sex_male": None}),
        ("my boy of 3 eats soil", {"age_years": 3, "sex_male": None, "child": None}),
        ("54M. Six weeks of fatigue. He denies fever", {"age_years": 54, "sex_male": None}),
        ("im 15!! so tired", {"age_years": 15}),
        ("she is 90 and falls a lot", {"age_years": 90}),
        ("ferritin of 12, bp 140, 90", {}),
        ("had asthma since I was 12", {}),
        ("itchy hands, 33 weeks, no rash", {"pregnant": None}),
    ],
)
def test_profile(understanding: Understanding, text: str, expected: dict[str, float | None]) -> None:
    profile = [f for f in understanding.understand(text).findings if f.kind == "profile" and f.assertion == "present"]
    assert {f.id: f.quantity and f.quantity.amount for f in profile} == expected
