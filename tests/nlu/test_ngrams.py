"""N-grams are counted as scikit-learn counts them, with which the weights were learnt."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from sklearn.feature_extraction.text import HashingVectorizer

from bot.nlu.ngrams import NGrams, matrix, product

SAME = [
    (NGrams(2**13, (3, 4), letters=True), HashingVectorizer(analyzer="char_wb", ngram_range=(3, 4), n_features=2**13)),
    (NGrams(2**13, (2, 4), letters=True), HashingVectorizer(analyzer="char_wb", ngram_range=(2, 4), n_features=2**13)),
    (NGrams(2**12, (1, 2), letters=False), HashingVectorizer(ngram_range=(1, 2), n_features=2**12)),
]


@pytest.mark.parametrize(("ours", "theirs"), SAME, ids=["likeness", "moves", "words"])
@given(text=st.text(max_size=60))
@example(text="")
@example(text="my Calves have been jumping, I'm vegan  and\n tired tired 日本語 é")
def test_counts_as_scikit_learn_does(ours: NGrams, theirs: HashingVectorizer, text: str) -> None:
    theirs.set_params(alternate_sign=False, lowercase=ours.letters, token_pattern=r"\S+")
    found = matrix(ours.rows([text]), ours.columns).toarray()
    assert np.allclose(found, theirs.transform([text]).toarray(), atol=1e-6)


def test_the_product_is_that_of_the_matrix() -> None:
    ours, texts = NGrams(64, (1, 2), letters=False), ["one two two", "", "three"]
    weights = np.random.default_rng(1).random((64, 5), dtype=np.float32)
    rows = ours.rows(texts)
    assert np.allclose(product(rows, weights), matrix(rows, 64) @ weights, atol=1e-6)
