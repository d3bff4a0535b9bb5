"""What was taken for what, and how far confidence can be relied on: the data of the plots."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence

from benchmarks.nlu.score import KINDS, Match

NOTHING = "nothing"
BINS = 10
Pairs = Counter[tuple[str, str]]
Points = list[tuple[float, float]]


def kinds(told: Iterable[Sequence[Match]]) -> Pairs:
    """Kinds expected and found. One thing missing and one too much in the same message are taken for each other."""
    pairs: Pairs = Counter()
    for matches in told:
        missing = [match.kind for match in matches if match.found is None]
        extra = [match.kind for match in matches if match.expected is None]
        pairs.update((match.kind, match.kind) for match in matches if match.right)
        if len(missing) == len(extra) == 1:
            pairs[missing[0], extra[0]] += 1
        else:
            pairs.update((kind, NOTHING) for kind in missing)
            pairs.update((NOTHING, kind) for kind in extra)
    return pairs


def assertions(told: Iterable[Sequence[Match]]) -> Pairs:
    """Assertions expected and found of the same id."""
    pairs: Pairs = Counter()
    for matches in told:
        extra = [match.found for match in matches if match.found and not match.expected]
        for match in matches:
            if match.expected is None:
                continue
            other = next((found for found in extra if found.id in match.expected.ids), None)
            if other:
                extra.remove(other)
            found = match.found or other
            pairs[match.assertion, found.assertion if found else NOTHING] += 1
        pairs.update((NOTHING, finding.assertion) for finding in extra)
    return pairs


def precision_recall_by_kind(matches: Sequence[Match]) -> dict[str, Points]:
    """Recall and precision of each kind when only findings of at least some confidence count, for each confidence."""
    return {kind: _curve([match for match in matches if match.kind == kind]) for kind in KINDS}


def _curve(matches: Sequence[Match]) -> Points:
    expected = sum(match.expected is not None for match in matches)
    sure = [(match.found.confidence, match.right) for match in matches if match.found]
    points = []
    for least in sorted({confidence for confidence, _ in sure}, reverse=True):
        counted = [right for confidence, right in sure if confidence >= least]
        points.append((sum(counted) / expected if expected else 0.0, sum(counted) / len(counted)))
    return points


def reliability(sure: Iterable[tuple[float, bool]]) -> Points:
    """The mean confidence of each of ten bins, and the share that was right in it; empty bins are left out."""
    bins: dict[int, list[tuple[float, bool]]] = {}
    for confidence, right in sure:
        bins.setdefault(min(int(confidence * BINS), BINS - 1), []).append((confidence, right))
    held = [bins[place] for place in sorted(bins)]
    return [(sum(c for c, _ in some) / len(some), sum(right for _, right in some) / len(some)) for some in held]
