"""Whether a match was so and is over."""

from __future__ import annotations

import re
from collections.abc import Sequence

from bot.nlu import past_cues as cues
from bot.nlu.line import clause_end, clause_start
from bot.nlu.quantities import Detail
from bot.nlu.statement import Statement


def is_over(said: Statement, details: Sequence[Detail], lasting: bool) -> bool:
    """Whether the match lies in the past: "used to", "came off", "as a kid", "has gone".

    A `lasting` condition is over only when people say so outright: "I had a bypass in 2010" is still so.
    """
    match, before, after = said.match, said.before, _own_part(said)
    if match.pattern.id in cues.FOR_LIFE:
        return False
    if match.negates_itself or (match.pattern.id in cues.CRISIS and not cues.LONG_AGO.search(f"{before} {after}")):
        return False
    clause = clause_start(said.line.tokens, match.first)
    if cues.AGES_AGO.search(said.line.words(clause, said.first - 1)):
        return not lasting
    if lasting:
        return bool(cues.OUTGROWN.search(f"{before} {after}")) or _has_stopped(said, before, after)
    if cues.ONCE.search(before) or _has_stopped(said, before, after):
        return True
    if cues.REPORT.search(said.line.text):
        return _happened_then(said, after, details)
    return _was_taken(said, before, after) or _happened(said, before, after, details)


def has_ended(said: Statement) -> bool:
    """A denial that says it once was so: "no longer", "not any more", "haven't had one since"."""
    return bool(cues.NO_LONGER.search(f"{said.before} {said.after}") or cues.SINCE.match(said.after))


def _has_stopped(said: Statement, before: str, after: str) -> bool:
    """Words that say so: "stopped", "gone", "but it's fine now"."""
    line, match = said.line, said.match
    if cues.NOW_NOT.match(line.words(clause_end(line.tokens, match.last) + 1, match.last + 12)):
        return True
    within = match.pattern.kind == "symptom" and "stopped" in said.inside.split()
    stopped = cues.STOPPED.search(before)
    start = before if within else before[: stopped.start()] if stopped else None
    if start is not None and not cues.FAILS_TO_STOP.search(start):
        return True
    compared = cues.COMPARED.search(before) and cues.RELATIVE.match(
        line.words(match.last + 1, clause_end(line.tokens, match.last))
    )
    if compared:
        return True
    gone = cues.GONE.match(after)
    if gone and not cues.NOT_GONE.search(gone[0]):
        return match.pattern.kind != "medication" or gone[0] != "stopped"
    was = re.search(r"\b(?:was|were|had)(?: \w+)?$", before)
    other_now = was and cues.NOW_OTHER.match(line.words(match.last + 1, match.last + 4))
    until = cues.BEFORE_THAT.match(after) and not re.search(r"\b(?:no|not|never)\b", before)
    return bool(other_now or until)


def _was_taken(said: Statement, before: str, after: str) -> bool:
    """A product or diet that was taken for a time: "was on", "a course of", "swapped for"."""
    if said.match.pattern.kind not in cues.TAKEN:
        return False
    course = cues.COURSE.search(before)
    swapped = cues.SWAPPED.search(before) and cues.FOR_ANOTHER.match(after)
    was_on = cues.WAS_ON.search(before) and not cues.TOLD.search(before)
    return bool(swapped or was_on or (course and (not course["given"] or cues.BRIEFLY.match(after))))


def _happened(said: Statement, before: str, after: str, details: Sequence[Detail]) -> bool:
    """A past tense with a time that has passed, and nothing that says that it went on."""
    line, match = said.line, said.match
    around = f"{before} {after}"
    if cues.AS_A_CHILD.search(after) and not cues.GOES_ON.search(around):
        return True
    if cues.LASTS.search(around):
        return False
    had = bool(cues.HAD.search(before)) and not cues.PERFECT.search(before)
    if cues.THEN.search(after) and not re.search(r"\bthan\b", after) and (had or not re.search(r"\bfor\b", after)):
        return True
    forms = [line.tokens[place].norm for place in match.places]
    past_tense = had or any(form.endswith("ed") and form not in cues.STATES for form in forms)
    past_tense = past_tense or bool(match.pattern.kind in cues.TAKEN and cues.HAD.search(around))
    dates = [d for d in details if d.ago and said.first <= d.first <= said.last]
    if past_tense and any(date.value >= cues.LONG_AGO_DAYS for date in dates):
        return True
    if cues.FRAME.search(line.words(clause_start(line.tokens, match.first), match.first - 1)):
        return True
    illness = match.pattern.kind == "condition" and re.search(r"\b(?:had|was|were)(?: [\w@,]+){0,3}$", before)
    return bool(had and illness)


def _happened_then(said: Statement, after: str, details: Sequence[Detail]) -> bool:
    """A time that has passed, in a case report: there the past tense is but the tense of telling."""
    dates = [d for d in details if d.ago and said.first <= d.first <= said.last]
    return bool(cues.THEN.search(after)) and any(date.value >= cues.LONG_AGO_DAYS for date in dates)


def _own_part(said: Statement) -> str:
    """What follows the match up to a comma or an "and" that leads to another thing."""
    after = f" {said.after}"
    more = r"(?! (?:has|have|is|are|was|were|went|gone|cleared|passed|settled)\b)"
    cut = re.search(rf" ?(?:,|\band\b|\bor\b|\bthen\b){more}", after)
    return after[: cut.start() if cut else None].strip()
