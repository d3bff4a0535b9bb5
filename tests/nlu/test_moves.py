"""The user's moves, on examples written differently from the training data."""

from pathlib import Path

import pytest
from ruamel.yaml import YAML

from benchmarks.nlu.gold import part
from bot.nlu.moves import MoveModel, main_move, moves_of
from bot.nlu.understanding import Understanding


def _examples() -> list[tuple[str, str]]:
    found = []
    for path in sorted(Path("data/nlu").glob("*.yml")):
        for block in YAML(typ="safe").load(path.read_text(encoding="utf-8"))["nlu"]:
            found += [(line[2:], block["intent"]) for line in block["examples"].splitlines() if line.startswith("- ")]
    return found


@pytest.fixture(scope="module")
def model() -> MoveModel:
    examples = _examples()
    return MoveModel.fit([text for text, _ in examples], [intent for _, intent in examples])


def test_accuracy_stays_above_its_floor(understanding: Understanding, model: MoveModel) -> None:
    cases = part("development").moves
    wrong = []
    for case in cases:
        got = main_move(moves_of(case.text, understanding.understand(case.text), model)).intent
        if got not in case.moves:
            wrong.append(f"{case.text!r}: {got}, not {case.moves}")
    assert 1 - len(wrong) / len(cases) >= 0.9, "\n".join(wrong)


@pytest.mark.parametrize(
    ("text", "intents"),
    [
        ("my calves have been jumping for two weeks, I'm vegan and I take omeprazole", ["report_findings"]),
        (
            "I'm on a water tablet and lisinopril, cramps at night. Should I take potassium?",
            ["report_findings", "ask_supplement_safety"],
        ),
        ("hi, my legs twitch", ["report_findings"]),
        ("actually I meant my eyelid, and I stopped the omeprazole a year ago", ["correct_finding"]),
        ("what's the capital of France", ["out_of_scope"]),
        ("/restart", ["not_understood"]),
        ("a" * 10_000, ["not_understood"]),
        ("", ["not_understood"]),
        ("😀", ["not_understood"]),
        ("hola, tengo calambres en las piernas por la noche", ["other_language"]),
        ("/session_start", ["not_understood"]),
        ('/inform{"age": 3}', ["not_understood"]),
        ("/ my legs twitch", ["report_findings"]),
        ("I take 3 supplements with B6, feet burning", ["report_findings"]),
        ("can you tell me the weather in Leeds tomorrow?", ["out_of_scope"]),
        ("is my vegan dog low in b12", ["out_of_scope"]),
        ("hola, me duele la pierna y soy vegano", ["other_language"]),
        ("mes pieds brûlent", ["other_language"]),
        ("chest pain and what foods have iron", ["report_findings", "ask_food_sources"]),
    ],
)
def test_moves_of_a_message(understanding: Understanding, model: MoveModel, text: str, intents: list[str]) -> None:
    assert [move.intent for move in moves_of(text, understanding.understand(text), model)] == intents


def test_a_saved_model_says_the_same(model: MoveModel, tmp_path: Path) -> None:
    model.save(tmp_path / "moves.npz")
    texts = ["which foods have iron"]
    assert MoveModel.load(tmp_path / "moves.npz").rank(texts) == model.rank(texts)


def test_texts_are_ranked_together_as_one_by_one(model: MoveModel) -> None:
    texts = ["which foods have iron", "no", "my calves twitch and I am vegan", "?"]
    for text, together in zip(texts, model.rank(texts), strict=True):
        [alone] = model.rank([text])
        assert dict(together) == pytest.approx(dict(alone), abs=1e-5)
        assert together[0][0] == alone[0][0]
    assert model.rank([]) == []
