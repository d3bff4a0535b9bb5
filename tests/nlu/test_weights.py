"""Weight lost or put on, told in figures."""

from __future__ import annotations

import pytest

from bot.nlu.understanding import Understanding


@pytest.mark.parametrize(
    ("text", "id_"),
    [
        ("down 30 kilos since the op", "weight_loss"),
        ("lost 9 stone and a husband", "weight_loss"),
        ("a stone and a half off", "weight_loss"),
        ("dropped 6 kg", "weight_loss"),
        ("put on 12 lb over winter", "weight_gain"),
    ],
)
def test_a_change_in_figures(understanding: Understanding, text: str, id_: str) -> None:
    assert id_ in {finding.id for finding in understanding.understand(text).findings}


def test_what_is_weighed_is_no_change(understanding: Understanding) -> None:
    found = {finding.id for finding in understanding.understand("I weigh 70 kg").findings}
    assert not found & {"weight_loss", "weight_gain"}
