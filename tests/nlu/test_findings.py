"""Findings against gold messages, and the promises about offsets, doubles and speed."""

import time

import pytest

from benchmarks.nlu.score import attributes_right
from bot.findings import Amount
from bot.nlu.understanding import Understanding, product
from tests.nlu.scoring import f1_and_faults, gold, matches


@pytest.mark.parametrize(
    ("name", "floor"), [("chat", 0.95), ("chat_later", 0.9), ("words", 0.94), ("words_later", 0.9)]
)
def test_f1_stays_above_its_floor(understanding: Understanding, name: str, floor: float) -> None:
    matched = matches(understanding, gold(name))
    f1, faults = f1_and_faults(matched)
    assert f1 >= floor, faults
    attributes = attributes_right(matched)
    assert attributes.hits >= 0.9 * attributes.of


def test_what_was_said_is_in_the_message(understanding: Understanding) -> None:
    for text in (message.text for message in gold("chat")):
        for finding in understanding.understand(text).findings:
            if finding.end:
                assert text[finding.start : finding.end] == finding.said


def test_no_finding_is_given_twice(understanding: Understanding) -> None:
    texts = [message.text for message in gold("chat")]
    for text in [*texts, "cramps, cramps in my calf, and more cramps. twitching and twitches"]:
        found = [(f.id, f.assertion) for f in understanding.understand(text).findings]
        assert len(found) == len(set(found)), text


@pytest.mark.parametrize(
    ("text", "medicines"),
    [
        ("my pills: losartan and hydrochlorothiazide", {"losartan", "hydrochlorothiazide"}),
        ("on hyzaar since May", {"losartan_hydrochlorothiazide"}),
    ],
)
def test_two_medicines_are_one_tablet_only_where_the_tablet_is_named(
    understanding: Understanding, text: str, medicines: set[str]
) -> None:
    assert {f.id for f in understanding.understand(text).findings} == medicines


@pytest.mark.parametrize(
    "text",
    [
        "",
        " ",
        "😩😩",
        "a" * 10_000,
        "<script>alert(1)</script>",
        "no " * 1_300,
        "1 2 3 " * 600,
        "my legs twitch, no cramps. " * 150,
        "\ud800x",
        "\x00",
    ],
)
def test_odd_messages_are_read_quickly(understanding: Understanding, text: str) -> None:
    understanding.understand(text)
    started = time.perf_counter()
    understanding.understand(text)
    assert time.perf_counter() - started < 0.5


def test_a_message_takes_milliseconds(understanding: Understanding) -> None:
    times = []
    for message in gold("chat_later"):
        started = time.perf_counter()
        understanding.understand(message.text)
        times.append(time.perf_counter() - started)
    assert sorted(times)[len(times) // 2] < 0.02


@pytest.mark.parametrize(
    ("text", "id_"),
    [
        ("I want to die", "suicidal_thoughts"),
        ("thinking about killing myself", "suicidal_thoughts"),
        ("i feel like ending it all", "suicidal_thoughts"),
        ("chest pain spreading to my arm and what foods have iron?", "chest_pain"),
        ("had a fit", "seizure"),
        ("face is drooping", "facial_droop"),
        ("worst headache of my life", "thunderclap_headache"),
        ("my tongue is swelling", "face_tongue_swelling"),
        ("throat closing up", "throat_tightness"),
        ("numb between my legs", "saddle_numbness"),
        ("can't move my legs", "paralysis"),
        ("my hands have locked up", "carpopedal_spasm"),
        ("black stools", "black_stools"),
        ("cant breathe", "breathlessness"),
    ],
)
def test_danger_is_heard(understanding: Understanding, text: str, id_: str) -> None:
    assert (id_, "present") in {(f.id, f.assertion) for f in understanding.understand(text).findings}


@pytest.mark.parametrize(
    "text",
    ["no chest pain", "never had chest pain", "my dad had chest pain", "is chest pain a symptom of low potassium?"],
)
def test_danger_that_is_not_the_writers_is_not_present(understanding: Understanding, text: str) -> None:
    assert ("chest_pain", "present") not in {(f.id, f.assertion) for f in understanding.understand(text).findings}


@pytest.mark.parametrize(
    ("text", "is_overdose"),
    [
        ("I've taken 30 paracetamol", True),
        ("I took a whole strip of ibuprofen", True),
        ("my 3 year old swallowed some of my ferrous sulphate tablets about an hour ago", True),
        ("I take 2 paracetamol when it hurts", False),
        ("I took 10 mg of vitamin b6", False),
        ("I had 20 iron tablets left", False),
        ("my son takes iron tablets", False),
        ("I take 12 tablets a day", False),
    ],
)
def test_many_tablets_at_once_are_an_overdose(text: str, is_overdose: bool) -> None:
    assert ("overdose" in {finding.id for finding in product().understand(text).findings}) is is_overdose


@pytest.mark.parametrize("text", ["I eat meat every day", "I eat lots of fruit and vegetables"])
def test_eating_well_is_not_eating_little(text: str) -> None:
    found = {finding.id for finding in product().understand(text).findings if finding.assertion == "present"}
    assert not found & {"low_meat", "no_meat", "low_fruit_vegetables"}


@pytest.mark.parametrize(
    ("text", "assertion", "amount"),
    [
        ("I took 60,000 IU of vitamin D every day for three months", "present", 60000),
        ("I take 5000 units of D3 a day", "present", 5000),
        ("is 5000 IU of vitamin D a day too much?", "hypothetical", 5000),
        ("I stopped vitamin D 50,000 IU a day a month ago", "past", 50000),
    ],
)
def test_units_of_a_vitamin_are_its_dose(text: str, assertion: str, amount: float) -> None:
    (found,) = (f for f in product().understand(text).findings if f.id == "vitamin_d_supplement")
    assert (found.assertion, found.dose) == (assertion, Amount(amount, "iu", "day"))


@pytest.mark.parametrize(
    ("text", "taken"),
    [
        ("I took 30 magnesium tablets this morning", "magnesium_supplement"),
        ("my toddler ate a handful of iron tablets", "iron_supplement"),
        ("my son swallowed about 20 of my vitamin A capsules", "vitamin_a_supplement"),
        ("I took a whole packet of paracetamol", "paracetamol"),
    ],
)
def test_an_overdose_names_what_was_taken(text: str, taken: str) -> None:
    found = {finding.id for finding in product().understand(text).findings if finding.assertion == "present"}
    assert {"overdose", taken} <= found
