"""Links words that no list has to a symptom by meaning: sentence embeddings plus character n-grams.

After Universal Sentence Encoder (Yang 2020) and TF-IDF over characters; below the threshold nothing is linked.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from sklearn.feature_extraction.text import TfidfVectorizer

from bot.knowledge import KnowledgeBase
from bot.nlu.encoder import encode, encode_once
from bot.nlu.lexicon import Pattern
from bot.nlu.line import Line
from bot.nlu.matcher import Match
from bot.nlu.words import words

TFIDF_WEIGHT = 0.5
THRESHOLD = 0.95
"""Least sum of cosine and weighted TF-IDF similarity.

Set on unlisted.cases.yml (precision 0.97, recall 0.48); on unlisted_held_out.cases.yml precision 0.91, recall 0.32.
"""

GRAVE_THRESHOLD = 1.15
GRAVE = frozenset(
    words(
        """suicidal_thoughts self_harm overdose seizure unresponsive breathing_stopped paralysis one_sided_weakness
        facial_droop slurred_speech collapse heavy_bleeding vomiting_blood coughing_blood saddle_numbness
        thunderclap_headache"""
    )
)
"""What sends somebody to hospital at once is linked only when it is all but said."""

MARGIN = 0.04
"""How far the best concept must be ahead of the next unrelated one."""

MOST_CLAUSES = 12
LONGEST_CLAUSE = 14


class Linker:
    """Nearest symptom to a clause, or none."""

    def __init__(self, knowledge: KnowledgeBase) -> None:
        """Encodes every phrase of every symptom."""
        symptoms = [term for term in knowledge.terms.values() if term.kind == "symptom"]
        phrases = [(term.id, phrase) for term in symptoms for phrase in (term.name, *term.phrases)]
        self._ids = np.array([id_ for id_, _ in phrases])
        texts = [phrase for _, phrase in phrases]
        self._words = [frozenset(phrase.lower().split()) for phrase in texts]
        self._vectors = encode_once(texts)
        self._tfidf = TfidfVectorizer(analyzer="char_wb", ngram_range=(2, 5), sublinear_tf=True, dtype=np.float32)
        self._weights = self._tfidf.fit_transform(texts).T.tocsc()
        self._parents = {term.id: frozenset(term.is_a) for term in symptoms}

    def nearest(self, text: str) -> tuple[str, float, float]:
        """Best symptom id, its score, and its lead over the best unrelated one."""
        meaning = self._vectors @ encode([text])[0]
        spelling = (self._tfidf.transform([text]) @ self._weights).toarray()[0]
        scores = meaning + TFIDF_WEIGHT * spelling
        # A part of a phrase is not the phrase: "blood pressure" lacks what makes it low.
        said = frozenset(text.split())
        scores[[said < phrase for phrase in self._words]] = 0.0
        best = int(scores.argmax())
        id_ = str(self._ids[best])
        kin = {id_} | self._parents[id_] | {other for other, parents in self._parents.items() if id_ in parents}
        others = scores[~np.isin(self._ids, list(kin))]
        return id_, float(scores[best]), float(scores[best] - others.max()) if len(others) else 1.0

    def link(self, line: Line, runs: Sequence[Sequence[int]], sites: Sequence[Match]) -> list[Match]:
        """A match for each run of words whose nearest symptom is near enough."""
        found = []
        for run in runs[:MOST_CLAUSES]:
            said = [line.tokens[i].norm for i in range(run[0], run[-1] + 1) if not line.tokens[i].mark]
            if not 2 <= len(said) <= LONGEST_CLAUSE:
                continue
            id_, score, lead = self.nearest(" ".join(said))
            if score >= (GRAVE_THRESHOLD if id_ in GRAVE else THRESHOLD) and lead >= MARGIN:
                places = tuple(range(run[0], run[-1] + 1))
                found.append(Match(Pattern(id_, "symptom", ()), places, 0, confidence=min(0.9, round(score / 1.5, 2))))
        return found
