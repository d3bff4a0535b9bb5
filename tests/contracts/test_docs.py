"""The documents name what is there, and nothing that is not."""

from __future__ import annotations

import ast
import json
import re
from pathlib import Path

import pytest

from docs.talk_samples import MARK, TALKS

ROOT = Path(__file__).parents[2]
README = (ROOT / "README.md").read_text(encoding="utf-8")
CONTRIBUTING = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
OPERATIONS = (ROOT / "docs/operations.md").read_text(encoding="utf-8")
LINK = re.compile(r"\]\(([^)#\s]+)[^)]*\)|(?:src|href)=\"([^\"#]+)")
NAMED_IN_FILE = re.compile(r"_variable: (\w+)|\$\{(\w+)\}")
FOLDERS = ("docs", "bot", "actions", "data", "tests", "benchmarks")
DOCUMENTS = [*ROOT.glob("*.md"), *(path for folder in FOLDERS for path in ROOT.glob(f"{folder}/**/*.md"))]


def is_environ(node: ast.AST) -> bool:
    return isinstance(node, ast.Attribute) and node.attr == "environ"


def keys_read(tree: ast.AST) -> set[str]:
    """What `os.environ[...]` and `os.environ.get(...)` ask for; a constant of the module stands for its value."""
    constants = {
        target.id: node.value.value
        for node in ast.walk(tree)
        if isinstance(node, ast.Assign) and isinstance(node.value, ast.Constant)
        for target in node.targets
        if isinstance(target, ast.Name)
    }
    keys: list[ast.expr] = []
    for node in ast.walk(tree):
        if isinstance(node, ast.Subscript) and isinstance(node.ctx, ast.Load) and is_environ(node.value):
            keys.append(node.slice)
        elif isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and is_environ(node.func.value):
            keys += node.args[:1]
    # A name that is no constant is read from the credentials; see `settings_read`.
    named = {key.value if isinstance(key, ast.Constant) else constants.get(getattr(key, "id", "")) for key in keys}
    return {name for name in named if name}


def settings_read() -> set[str]:
    code = [path for room in ("bot", "actions") for path in (ROOT / room).rglob("*.py")]
    found = set().union(*(keys_read(ast.parse(path.read_text(encoding="utf-8"))) for path in code))
    deploy = "\n".join(path.read_text(encoding="utf-8") for path in (ROOT / "bot/deploy").glob("*.yml"))
    return found | {variable for pair in NAMED_IN_FILE.findall(deploy) for variable in pair if variable}


def test_every_setting_is_documented_and_every_documented_setting_is_read() -> None:
    assert set(re.findall(r"^\| `([A-Z_]+)` \|", OPERATIONS, re.MULTILINE)) == settings_read()


def test_every_make_target_is_documented() -> None:
    targets = re.findall(r"^([a-z-]+):.*## ", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE)
    documented = re.findall(r"^\| `make ([a-z-]+)` \|", CONTRIBUTING, re.MULTILINE)
    assert sorted(documented) == sorted(targets)


def test_every_room_is_on_the_map() -> None:
    rooms = {path.parent.name for path in (ROOT / "bot").glob("*/__init__.py")}
    assert set(re.findall(r"^\| \[`bot/(\w+)`\]", README, re.MULTILINE)) == rooms


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: str(path.relative_to(ROOT)))
def test_every_link_leads_somewhere(document: Path) -> None:
    links = [first or second for first, second in LINK.findall(document.read_text(encoding="utf-8"))]
    local = [link for link in links if not re.match(r"[a-z]+:", link)]
    assert [link for link in local if not (document.parent / link).exists()] == []


def test_every_path_named_in_contributing_is_there() -> None:
    named = re.findall(r"`((?:bot|actions|data|docs|tests|benchmarks)/[\w./*-]+)`", CONTRIBUTING)
    assert named
    assert [path for path in named if not list(ROOT.glob(path.rstrip("/")))] == []


def test_the_changelog_has_a_place_for_what_comes_next() -> None:
    assert "\n## Unreleased\n" in (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")


def test_the_samples_are_the_talks_that_the_script_has() -> None:
    samples = README.split(MARK)[1]
    for said in TALKS.values():
        assert f"> **You:** {said[0]}\n" in samples
    assert samples.count("**Nutrigap:**") >= sum(map(len, TALKS.values()))


@pytest.mark.parametrize("figure", ["lack named in first three", "emergencies called", "care safe"])
def test_the_readme_gives_the_figures_of_the_benchmark(figure: str) -> None:
    measured = json.loads((ROOT / "benchmarks/cases/baseline.json").read_text(encoding="utf-8"))["figures"][figure]
    limits = README.split("\n## Limits\n")[1]
    assert f"{measured['hits']} of {measured['of']}" in limits
