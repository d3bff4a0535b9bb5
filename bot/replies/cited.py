"""Replies that name where they were read."""

from __future__ import annotations

from collections.abc import Iterable

from bot.knowledge import KnowledgeBase, Source
from bot.replies.message import Message


def cite(source_id: str, kb: KnowledgeBase) -> str:
    """A source as a reply names it."""
    source: Source = kb.sources[source_id]
    return f"{source.publisher}: {source.title}"


def with_sources(
    lines: list[str], source_ids: Iterable[str], kb: KnowledgeBase, type_: str, **extra: object
) -> Message:
    """A message of these lines, with the sources named below and listed in `custom`."""
    ids = list(dict.fromkeys(source_ids))
    cited = f"Sources: {'; '.join(cite(source_id, kb) for source_id in ids[:4])}." if ids else ""
    return Message(
        "\n".join(part for part in [*lines, cited] if part),
        custom={
            "type": type_,
            "sources": {i: {"title": kb.sources[i].title, "url": kb.sources[i].url} for i in ids},
            **extra,
        },
    )
