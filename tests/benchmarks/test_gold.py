"""The gold messages hold together, and the locked part stays independent of the development part."""

from __future__ import annotations

from pathlib import Path

import pytest

from benchmarks.nlu.gold import PARTS, GoldError, Part, part
from benchmarks.nlu.score import matches_of, precision_recall_f1
from bot.findings import Finding

SOURCE = "- {key: forum_1, title: A thread, url: 'https://example.org/1', kind: forum}\n"
MESSAGE = "- {text: my calves cramp, from: forum_1, findings: [{id: muscle_cramps, body_site: calf}]}\n"


def _part(folder: Path, **files: str) -> Part:
    for name, content in {"a_sources": SOURCE, **files}.items():
        (folder / f"{name.replace('_', '.')}.yml").write_text(content, encoding="utf-8")
    return Part(folder)


def test_a_whole_part_is_read(tmp_path: Path) -> None:
    read = _part(tmp_path, a_gold=MESSAGE, context_gold="- {text: no cramps}\n")
    assert [message.findings[0].attributes for message in read.messages] == [{"body_site": "calf"}]
    assert [message.text for message in read.context] == ["no cramps"]


@pytest.mark.parametrize(
    ("message", "fault"),
    [
        (MESSAGE.replace("muscle_cramps", "cramps_of_muscles"), "unknown id cramps_of_muscles"),
        (MESSAGE.replace("body_site: calf", "or: [calf_cramp]"), "unknown id calf_cramp"),
        (MESSAGE.replace("body_site: calf", "assertion: denied"), "assertion"),
        (MESSAGE.replace("body_site: calf", "body_site: clavicle"), "unknown body site clavicle"),
        (MESSAGE.replace("body_site: calf", "bodysite: calf"), "extra fields not permitted"),
        (MESSAGE.replace("body_site: calf}", "body_site: calf}, {id: muscle_cramps}"), "present muscle_cramps twice"),
        (MESSAGE.replace("forum_1", "forum_2"), "source forum_2"),
        (MESSAGE * 2, "is there twice: 'my calves cramp'"),
    ],
)
def test_what_does_not_hold_together_is_refused(message: str, fault: str, tmp_path: Path) -> None:
    with pytest.raises(GoldError, match=fault):
        _part(tmp_path, a_gold=message)


@pytest.mark.parametrize(
    ("item", "fault"),
    [
        ("- {text: hello, moves: [great]}", "unknown move great"),
        ("- {text: hello, moves: [greet, greet]}", "no move, or one twice"),
        ("- {text: hello, moves: []}", "no move, or one twice"),
    ],
)
def test_a_move_must_be_in_the_domain(item: str, fault: str, tmp_path: Path) -> None:
    with pytest.raises(GoldError, match=fault):
        _part(tmp_path, a_moves=item)


@pytest.mark.parametrize("name", PARTS)
def test_every_part_is_whole(name: str) -> None:
    assert part(name).folder.name == name


def test_parts_have_different_sources_and_messages() -> None:
    development, locked = (part(name) for name in PARTS)
    assert {s.url for s in development.sources} & {s.url for s in locked.sources} == set()
    texts = [{item.text for item in [*p.messages, *p.context, *p.scope]} for p in (development, locked)]
    assert texts[0] & texts[1] == set()


def test_an_own_id_comes_before_one_that_is_as_good(tmp_path: Path) -> None:
    message = "- {text: x, findings: [{id: tingling, or: [numbness]}, {id: numbness}]}\n"
    (read,) = _part(tmp_path, a_gold=message).messages
    found = [Finding("symptom", "numbness"), Finding("symptom", "tingling")]
    assert all(match.right for match in matches_of(read, found))
    assert [match.fault for match in matches_of(read, found[:1])] == ["'x': present tingling is missing", ""]


def test_an_extra_finding_and_a_wrong_assertion_are_errors(tmp_path: Path) -> None:
    (read,) = _part(tmp_path, a_gold=MESSAGE).messages
    cramps, fatigue = Finding("symptom", "muscle_cramps"), Finding("symptom", "fatigue")
    denied = Finding("symptom", "muscle_cramps", "absent")

    def figures(*found: Finding) -> list[float]:
        return [share.value for share in precision_recall_f1("findings", matches_of(read, found))]

    assert figures(cramps) == [1.0, 1.0, 1.0]
    assert figures(cramps, fatigue) == [0.5, 1.0, 0.667]
    assert figures(denied) == [0.0, 0.0, 0.0]
