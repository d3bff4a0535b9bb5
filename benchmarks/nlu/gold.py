"""The gold data: messages with what they say, moves, and what is in and out of scope."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from functools import lru_cache
from pathlib import Path
from typing import Any, Literal, TypeVar

from pydantic import Field, ValidationError
from ruamel.yaml import YAML

from benchmarks.shape import Shape
from bot.findings import Assertion, Course, Frequency, Kind, Onset, Severity
from bot.knowledge import load

HERE = Path(__file__).parent
PARTS = ("development", "locked")
ATTRIBUTES = (
    "body_site", "side", "duration_days", "frequency", "severity", "course", "onset", "quantity", "dose",
)  # fmt: skip
Tested = Literal[
    "negation", "scope", "doubt", "hypothetical", "question", "past", "resolved", "time", "quantity", "other_person",
    "subject", "reported_speech", "comparison",
]  # fmt: skip
"""What a message about context alone tests."""


class GoldError(Exception):
    """Gold data that does not hold together; says in which file and why."""


class Expected(Shape):
    """A finding that the message says. `or_` lists ids that are as good; attributes only where plainly said."""

    id: str
    or_: list[str] = Field([], alias="or")
    assertion: Assertion = "present"
    body_site: str | None = None
    side: str | None = None
    duration_days: float | None = None
    frequency: Frequency | None = None
    severity: Severity | None = None
    course: Course | None = None
    onset: Onset | None = None
    quantity: float | None = None
    dose: float | None = None

    @property
    def ids(self) -> tuple[str, ...]:
        """The ids that count as right, the best first."""
        return (self.id, *self.or_)

    @property
    def attributes(self) -> dict[str, Any]:
        """The attributes that are asked for."""
        return {name: getattr(self, name) for name in ATTRIBUTES if getattr(self, name) is not None}


class Message(Shape):
    """One message and exactly what it says.

    `source` is the key of a page that was read before it was written; None for one made up in a chat.
    `subject` and `no_other` are whom the talk is about and whether "nothing else" was said, where that is asked for;
    `tests` is what a message about context alone tests.
    """

    text: str
    source: str | None = Field(None, alias="from")
    findings: list[Expected] = []
    subject: Literal["self", "child", "other"] | None = None
    no_other: bool | None = None
    tests: list[Tested] = []


class Moves(Shape):
    """A message and the moves that its writer makes with it."""

    text: str
    source: str | None = Field(None, alias="from")
    moves: list[str]


class Asked(Shape):
    """A message that is `in` scope, or out of it: `near` (health, diet, pets) or `far` (anything)."""

    text: str
    source: str | None = Field(None, alias="from")
    scope: Literal["in", "near", "far"]


class Source(Shape):
    """A page that was read."""

    key: str
    title: str
    url: str
    kind: Literal["forum", "letter", "review", "story", "case_report", "other"]


Item = TypeVar("Item", Message, Moves, Asked)


class Part:
    """One part of the gold data, read and checked. A file's sources are in the `.sources.yml` files of its part."""

    def __init__(self, folder: Path) -> None:
        """Reads a folder.

        Raises:
            GoldError: an unknown key, id, assertion or source, or something that is there twice.
        """
        self.folder = folder
        self.sources = [entry for _, entry in self._read("*.sources.yml", Source)]
        _refuse_doubles((source.key for source in self.sources), f"{folder.name}: source")
        self._keys = {source.key for source in self.sources}
        gold = list(self._checked("*.gold.yml", Message, _faults_of_message))
        self.by_file = {name: [item for file, item in gold if file == name] for name in dict(gold)}
        self.messages = [item for name, item in gold if not name.startswith("context")]
        self.context = [item for name, item in gold if name.startswith("context")]
        self.moves = [item for _, item in self._checked("*.moves.yml", Moves, _faults_of_moves)]
        self.scope = [item for _, item in self._checked("*.scope.yml", Asked, lambda _: [])]

    def _read(self, pattern: str, shape: type[Any]) -> Iterator[tuple[str, Any]]:
        """Every entry of the files that match, with the name of its file up to the first dot."""
        for path in sorted(self.folder.glob(pattern)):
            for place, entry in enumerate(YAML(typ="safe").load(path) or []):
                try:
                    yield path.name.split(".")[0], shape.parse_obj(entry)
                except ValidationError as error:
                    raise GoldError(f"{path.parent.name}/{path.name}, entry {place + 1}: {error}") from error

    def _checked(
        self, pattern: str, shape: type[Item], faults: Callable[[Item], Iterable[str]]
    ) -> list[tuple[str, Item]]:
        entries: list[tuple[str, Item]] = list(self._read(pattern, shape))
        _refuse_doubles((item.text for _, item in entries), f"{self.folder.name}/{pattern}: message")
        for name, item in entries:
            unknown = [f"source {item.source}"] if item.source and item.source not in self._keys else []
            for fault in [*unknown, *faults(item)]:
                raise GoldError(f"{self.folder.name}/{name}: {fault} in {item.text[:60]!r}")
        return entries


def _refuse_doubles(items: Iterable[str], where: str) -> None:
    seen: set[str] = set()
    for item in items:
        if item in seen:
            raise GoldError(f"{where} is there twice: {item[:60]!r}")
        seen.add(item)


def _faults_of_message(message: Message) -> Iterator[str]:
    kinds, sites = kind_of_id(), load().body_sites
    for finding in message.findings:
        yield from (f"unknown id {id_}" for id_ in finding.ids if id_ not in kinds)
        if finding.body_site is not None and finding.body_site not in sites:
            yield f"unknown body site {finding.body_site}"
    said = [(finding.id, finding.assertion) for finding in message.findings]
    yield from (f"{assertion} {id_} twice" for id_, assertion in set(said) if said.count((id_, assertion)) > 1)


def _faults_of_moves(item: Moves) -> Iterator[str]:
    yield from (f"unknown move {move}" for move in item.moves if move not in intents())
    if not item.moves or len(set(item.moves)) < len(item.moves):
        yield "no move, or one twice,"


@lru_cache(maxsize=1)
def kind_of_id() -> dict[str, Kind]:
    """Every id that a message can be understood as, with its kind: terms, and foods."""
    knowledge = load()
    return {term.id: term.kind for term in knowledge.terms.values()} | dict.fromkeys(knowledge.foods, "food")


@lru_cache(maxsize=1)
def intents() -> frozenset[str]:
    """The intents of the domain."""
    entries = YAML(typ="safe").load(Path("domain.yml"))["intents"]
    return frozenset(next(iter(entry)) if isinstance(entry, dict) else entry for entry in entries)


@lru_cache(maxsize=len(PARTS))
def part(name: str) -> Part:
    """The part "development" or "locked"."""
    return Part(HERE / name)
