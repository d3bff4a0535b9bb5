"""Misspelt words are corrected to what they mean, and real words and drugs are left alone."""

import pytest

from bot.knowledge import load
from bot.nlu.lexicon import Lexicon
from bot.nlu.typos import Typos


@pytest.fixture(scope="module")
def typos() -> Typos:
    return Typos(Lexicon(load()))


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("metfornin", "metformin"),
        ("omeprezole", "omeprazole"),
        ("tinglng", "tingling"),
        ("palpitatons", "palpitations"),
        ("diziness", "dizziness"),
    ],
)
def test_corrects(typos: Typos, written: str, meant: str) -> None:
    assert typos.correction(written) == meant


@pytest.mark.parametrize("word", ["house", "table", "metformin", "friend", "zzzzqq", "a" * 5_000, "b12"])
def test_leaves_alone(typos: Typos, word: str) -> None:
    assert typos.correction(word) is None


@pytest.mark.parametrize(
    "drug", ["cefepime", "ciprodex", "estazolam", "colistin", "lincosamide", "fosamprenavir", "clomiphene"]
)
def test_never_turns_a_drug_into_another(typos: Typos, drug: str) -> None:
    assert typos.correction(drug) is None
