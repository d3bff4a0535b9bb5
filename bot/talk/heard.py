"""What understanding heard in one message, as the parse output carries it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from bot.findings import Finding


@dataclass(frozen=True)
class Heard:
    """One message, understood.

    Attributes:
        text: the message.
        intent: the user's main move.
        findings: what was said, with assertion and attributes.
        moves: the intents of its sentences, in order.
        topic: of what is out of scope.
        not_understood: words that carried content and matched nothing.
        body_sites, durations_days, nutrients: mentions that belong to no finding.
        answer: "yes", "no", "unknown", "skip" or None.
        no_other_symptoms: "nothing else is wrong".
        whole_diet: "that's all I eat".
        subject: "self", "child" or "other".
        feared: id of an emergency that the message only sounds like, or None.
        language: two letters.
        unread_chars: how much of an over-long message was left unread.
    """

    text: str = ""
    intent: str = "not_understood"
    findings: tuple[Finding, ...] = ()
    moves: tuple[str, ...] = ()
    topic: str | None = None
    not_understood: tuple[str, ...] = ()
    body_sites: tuple[str, ...] = ()
    durations_days: tuple[float, ...] = ()
    nutrients: tuple[str, ...] = ()
    answer: str | None = None
    no_other_symptoms: bool = False
    whole_diet: bool = False
    subject: str = "self"
    feared: str | None = None
    language: str = "en"
    unread_chars: int = 0

    @classmethod
    def from_parse(cls, parse: dict[str, Any], metadata: dict[str, Any] | None = None) -> Heard:
        """Reads Rasa's parse output with the extras of `bot.nlu`; missing parts count as nothing heard."""
        mentions = parse.get("mentions") or {}
        alarms = mentions.get("alarms") or []
        pictures = [Finding("symptom", alarm["id"], said=alarm["said"]) for alarm in alarms if alarm["sure"]]
        return cls(
            text=parse.get("text") or "",
            intent=(parse.get("intent") or {}).get("name") or "not_understood",
            findings=(*(Finding.from_entity(entity) for entity in parse.get("entities") or []), *pictures),
            moves=tuple(move["intent"] for move in parse.get("moves") or []),
            topic=next((move["topic"] for move in parse.get("moves") or [] if "topic" in move), None),
            not_understood=tuple(parse.get("not_understood") or []),
            body_sites=tuple(mentions.get("body_sites") or []),
            durations_days=tuple(mentions.get("durations") or []),
            nutrients=tuple(mentions.get("nutrients") or []),
            answer=mentions.get("answer"),
            no_other_symptoms=bool(mentions.get("no_other_symptoms")),
            whole_diet=bool(mentions.get("whole_diet")),
            subject=mentions.get("subject") or "self",
            feared=next((alarm["id"] for alarm in alarms if not alarm["sure"]), None),
            language=mentions.get("language") or "en",
            unread_chars=int((metadata or {}).get("unread_chars") or 0),
        )
