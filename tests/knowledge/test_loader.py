"""The load refuses a knowledge base that could say what nobody read, or that contradicts itself."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from bot.knowledge import KnowledgeError, fingerprint, load, load_from
from bot.knowledge.loader import FILES


@pytest.fixture
def files(tmp_path: Path) -> Path:
    return Path(shutil.copytree(FILES, tmp_path / "files"))


def append(path: Path, text: str) -> None:
    path.write_text(path.read_text(encoding="utf-8").rstrip("\n") + "\n" + text, encoding="utf-8")


def add_rule(files: Path, source: str, extra: str = "", when: str = "chest_pain", rule: str = "test_rule") -> None:
    append(
        files / "rules" / "red_flags.yml",
        f'- {{id: {rule}, when: {when}, level: emergency, says: "Test.", source: {source}{extra}}}\n',
    )


def add_source(files: Path, checked: str) -> None:
    append(
        files / "sources" / "care.yml",
        f"test_source: {{title: T, publisher: P, url: 'https://example.org', grade: guideline, checked: {checked}}}\n",
    )


def test_the_files_load_whole() -> None:
    assert load_from(FILES) == load_from(FILES)


def test_a_claim_whose_source_nobody_read_is_refused(files: Path) -> None:
    add_source(files, "null")
    add_rule(files, "test_source")
    with pytest.raises(KnowledgeError, match="nobody has read"):
        load_from(files)


def test_a_claim_marked_unverified_is_left_out(files: Path) -> None:
    add_source(files, "null")
    add_rule(files, "test_source", ", unverified: true")
    kb = load_from(files)
    assert "test_rule" in kb.unverified
    assert "test_rule" not in {rule.id for rule in kb.care_rules}


def test_a_claim_with_a_read_source_drives(files: Path) -> None:
    add_source(files, "2026-11-22")
    add_rule(files, "test_source")
    assert "test_rule" in {rule.id for rule in load_from(files).care_rules}


@pytest.mark.parametrize(
    ("change", "fault"),
    [
        (lambda files: add_rule(files, "no_such_source"), "not listed"),
        (lambda files: add_rule(files, "test_source", when="no_such_finding"), "unknown finding 'no_such_finding'"),
        (lambda files: add_rule(files, "test_source", when="{finding: chest_pain, body_site: [tail]}"), "body site"),
        (lambda files: add_rule(files, "test_source", when="{finding: chest_pain, age_min: 3}"), "it needs one"),
        (lambda files: add_rule(files, "test_source", ", unknown_key: 1"), "unknown_key"),
        (lambda files: add_rule(files, "test_source", rule="b12_low_vegan_test") or add_rule(
            files, "test_source", rule="b12_low_vegan_test"), "is there twice"),
    ],
)  # fmt: skip
def test_a_faulty_rule_is_refused(files: Path, change, fault: str) -> None:  # type: ignore[no-untyped-def]
    add_source(files, "2026-11-22")
    change(files)
    with pytest.raises(KnowledgeError, match=fault):
        load_from(files)


@pytest.mark.parametrize(
    ("term", "fault"),
    [
        ("{id: chest_pain, kind: symptom, name: again}", "twice"),
        ("{id: test_term, kind: symptom, name: test, is_a: [no_such_parent]}", "unknown parent"),
        ("{id: test_term, kind: mood, name: test}", "kind"),
        ("{id: test_term, kind: symptom, name: test, is_a: [test_term]}", "circle"),
        ("{id: test_term, kind: supplement, name: test, contains: {gold: 1}}", "unknown nutrient"),
    ],
)
def test_a_faulty_term_is_refused(files: Path, term: str, fault: str) -> None:
    (files / "terms" / "zz_test.yml").write_text(f"- {term}\n", encoding="utf-8")
    with pytest.raises(KnowledgeError, match=fault):
        load_from(files)


def test_a_phrase_belongs_to_one_term(files: Path) -> None:
    phrase = load().terms["chest_pain"].phrases[0]
    (files / "terms" / "zz_test.yml").write_text(
        f'- {{id: test_term, kind: symptom, name: test, phrases: ["{phrase}"]}}\n', encoding="utf-8"
    )
    with pytest.raises(KnowledgeError, match="belongs to"):
        load_from(files)


@pytest.mark.parametrize(
    ("saying", "fault"),
    [("no_such_term: [I glow]", "unknown term 'no_such_term'"), ("fatigue: [I glow, i glow]", "is there twice")],
)
def test_a_faulty_saying_is_refused(files: Path, saying: str, fault: str) -> None:
    (files / "sayings" / "zz_test.yml").write_text(saying + "\n", encoding="utf-8")
    with pytest.raises(KnowledgeError, match=fault):
        load_from(files)


def test_a_doubled_key_is_refused(files: Path) -> None:
    (files / "terms" / "zz_test.yml").write_text("- {id: test_term, kind: symptom, kind: food, name: test}\n")
    with pytest.raises(KnowledgeError, match="zz_test"):
        load_from(files)


def test_any_change_of_a_file_changes_the_fingerprint(files: Path) -> None:
    before = fingerprint(files)
    append(files / "foods.csv", "\n")
    assert fingerprint(files) != before
