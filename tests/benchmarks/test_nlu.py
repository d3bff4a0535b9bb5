"""The benchmark of understanding counts what it says it counts."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from benchmarks.nlu import confusion, run
from benchmarks.nlu.gold import Expected, Message, part
from benchmarks.nlu.noise import STRENGTHS, noisy
from benchmarks.nlu.score import Match, assertion_where_heard, attributes_right, matches_of, red_flag_shares, red_flags
from benchmarks.nlu.stock import findings_of
from benchmarks.nlu.stock_data import annotated, pieces
from benchmarks.nlu.systems import Parsed, Run
from benchmarks.stock import StockFailed, config
from bot.findings import Amount, Assertion, Finding

MESSAGES = [message.text for message in part("development").messages]
LIGHT, HEAVY = STRENGTHS


def _told(assertion: Assertion, *found: Finding) -> list[Match]:
    return matches_of(Message(text="x", findings=[Expected(id="chest_pain", assertion=assertion)]), found)


CHEST_PAIN = Finding("symptom", "chest_pain")


def test_noise_is_the_same_every_time_and_another_with_another_seed() -> None:
    assert [noisy(text, HEAVY) for text in MESSAGES] == [noisy(text, HEAVY) for text in MESSAGES]
    assert [noisy(text, HEAVY) for text in MESSAGES] != [noisy(text, HEAVY, seed=8) for text in MESSAGES]


def test_noise_leaves_numbers_alone() -> None:
    assert any(re.search(r"\d", text) for text in MESSAGES)
    for text in MESSAGES:
        for strength in STRENGTHS:
            assert re.findall(r"\d+", noisy(text, strength)) == re.findall(r"\d+", text)


def test_heavy_noise_changes_more_words_than_light_noise() -> None:
    def changed(text: str, strength: object) -> int:
        return len(set(text.lower().split()) - set(noisy(text, strength).lower().split()))  # type: ignore[arg-type]

    light, heavy = (sum(changed(text, strength) for text in MESSAGES) for strength in (LIGHT, HEAVY))
    words = sum(len(set(text.lower().split())) for text in MESSAGES)
    assert 0.03 * words < light < 0.6 * heavy


def test_what_alone_is_an_emergency_is_a_red_flag() -> None:
    assert {"chest_pain", "suicidal_thoughts", "facial_droop"} <= red_flags()
    assert not {"fatigue", "muscle_twitching", "metformin"} & red_flags()


@pytest.mark.parametrize(
    ("told", "recall", "fired", "nobody"),
    [
        (_told("present", CHEST_PAIN), (1, 1), (0, 0), 0),
        (_told("present"), (0, 1), (0, 0), 0),
        (_told("absent"), (0, 0), (0, 1), 0),
        (_told("absent", CHEST_PAIN), (0, 0), (1, 1), 1),
        (_told("other_person", CHEST_PAIN), (0, 0), (1, 1), 1),
        (_told("past", Finding("symptom", "seizure")), (0, 0), (0, 1), 1),
    ],
)
def test_red_flags_are_counted(told: list[Match], recall: tuple[int, int], fired: tuple[int, int], nobody: int) -> None:
    shares = red_flag_shares([told])
    assert [(share.hits, share.of) for share in shares] == [recall, fired, (nobody, 1)]


def test_the_assertion_is_counted_where_the_thing_was_heard() -> None:
    told = [_told("past", CHEST_PAIN), _told("present", CHEST_PAIN), _told("present")]
    share = assertion_where_heard(told)
    assert (share.hits, share.of) == (1, 2)


def test_attributes_are_counted_on_findings_that_were_found() -> None:
    message = Message(
        text="x", findings=[Expected(id="chest_pain", duration_days=2), Expected(id="coffee", quantity=3)]
    )
    found = [Finding("symptom", "chest_pain"), Finding("food", "coffee", quantity=Amount(3, "cup"))]
    share = attributes_right(matches_of(message, found))
    assert (share.hits, share.of) == (1, 2)


def test_one_missing_and_one_too_much_are_taken_for_each_other() -> None:
    told = [_told("present", Finding("condition", "angina")), _told("past", CHEST_PAIN), _told("absent")]
    assert confusion.kinds(told) == {("symptom", "condition"): 1, ("symptom", "symptom"): 1, ("symptom", "nothing"): 1}
    assert confusion.assertions(told) == {
        ("present", "nothing"): 1,
        ("nothing", "present"): 1,
        ("past", "present"): 1,
        ("absent", "nothing"): 1,
    }


def test_reliability_is_what_was_right_in_each_bin() -> None:
    assert confusion.reliability([(1.0, True), (0.95, False), (0.31, True)]) == [(0.31, 1.0), (0.975, 0.5)]


def test_the_stock_pipeline_is_rasas_own_with_lookup_tables() -> None:
    names = [component["name"] for component in config(with_policies=False)["pipeline"]]
    assert names.index("DIETClassifier") < names.index("RegexEntityExtractor") < names.index("EntitySynonymMapper")
    assert {"CountVectorsFeaturizer", "ResponseSelector", "FallbackClassifier"} <= set(names)


def test_stock_entities_are_read_in_its_favour() -> None:
    diet = {"extractor": "DIETClassifier", "role": "absent", "confidence_entity": 0.8}
    table = {"extractor": "RegexEntityExtractor"}
    entities = [
        {"value": "muscle_cramps", "start": 0, "end": 6, **table},
        {"value": "muscle_cramps", "start": 0, "end": 6, **diet},
        {"value": "tiredness", "start": 10, "end": 19, **diet},
        {"value": "lisinopril", "start": 30, "end": 40, **table},
    ]
    found = [(finding.id, finding.assertion, finding.confidence) for finding in findings_of(entities)]
    assert found == [("lisinopril", "present", 1.0), ("muscle_cramps", "absent", 0.8)]


def test_gold_is_annotated_for_the_stock_pipeline() -> None:
    findings = [Expected(id="muscle_cramps", assertion="absent"), Expected(id="metformin"), Expected(id="fever")]
    example = annotated(Message(text="no cramps, on metformin", findings=findings), {"fever": ["fever"]})
    spans = {example["text"][e["start"] : e["end"]]: (e["value"], e["role"]) for e in example["entities"]}
    assert spans == {"cramps": ("muscle_cramps", "absent"), "metformin": ("metformin", "present")}


def test_a_long_example_is_cut_at_its_sentences() -> None:
    text = "I am tired. " + "It goes on and on. " * 8 + "My calves cramp."
    example = {
        "text": text,
        "intent": "report_findings",
        "entities": [{"start": text.index("cramp"), "end": len(text) - 1}],
    }
    cut = pieces(example)
    assert "".join(piece["text"] for piece in cut) == text
    assert len(cut) > 1
    assert all(len(piece["text"].split()) <= 30 for piece in cut)
    spans = [piece["text"][e["start"] : e["end"]] for piece in cut for e in piece["entities"]]
    assert spans == ["cramp"]


@pytest.mark.parametrize("of", ["locked", "all"])
def test_misses_of_the_locked_part_are_refused(
    of: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("sys.argv", ["benchmarks.nlu", "--part", of, "--misses"])
    with pytest.raises(SystemExit):
        run.main()
    assert "only for counting" in capsys.readouterr().err


def test_without_the_stock_pipeline_the_rest_is_printed(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    def nothing_heard(texts: list[str]) -> Run:
        parsed = {text: Parsed(text, (), "report_findings", 1.0, ("report_findings",), 1.0) for text in texts}
        return Run("Nutrigap", parsed, 100)

    def not_to_be_had(*_: object) -> Run:
        raise StockFailed("The stock pipeline's environment could not be installed")

    monkeypatch.setattr(run, "nutrigap", nothing_heard)
    monkeypatch.setattr(run, "stock", not_to_be_had)
    monkeypatch.setattr("sys.argv", ["benchmarks.nlu", "--json", str(tmp_path / "nlu.json")])
    run.main()
    printed = capsys.readouterr().out
    assert "could not be installed" in printed
    assert re.search(r"findings recall +0\.0%", printed)
    written = json.loads((tmp_path / "nlu.json").read_text(encoding="utf-8"))
    assert list(written["parts"]["development"]["systems"]) == ["Nutrigap"]
    assert {"date", "commit", "machine"} <= set(written)
