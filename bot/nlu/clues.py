"""What a judge of context looks at: the cues around a match, where they stand, and what the rules say.

Other words than those next to the match were tried, and taught nothing that carries over.

Each clue is a short string. "L" is before the match and "R" behind it; then "s" its statement, "c" its clause, "t" its
sentence, "x" beyond.
"""

from __future__ import annotations

from collections.abc import Iterator

from bot.nlu.people import SELF, UNSAID, Person
from bot.nlu.scene import Scene
from bot.nlu.statement import OTHER, Statement, statement_of
from bot.nlu.text import NEG, Token
from bot.nlu.words import JOINTS, PEOPLE, SUBJECTS, words

NEXT = 4
"""Tokens on either side of a match that are looked at word by word."""

FARTHEST = 40
"""Tokens on either side that are looked at at all, so that a message of one long sentence stays cheap."""

REACH = 14
"""Tokens on either side in which cues of other sentences are looked at."""

_AUXILIARIES = frozenset(
    words(
        """am is are was were have has had do does did been be will would can could may might should shall going
        being used"""
    )
)
_SUBJECTS = SUBJECTS | frozenset(words("you it this that there who"))
_BETWEEN_ITEMS = JOINTS | {OTHER, "the", "my", "any", "a"}


def clues(scene: Scene, place: int) -> list[str]:
    """The clues of one match, without what was judged of the one before it."""
    match = scene.matches[place]
    said = statement_of(scene.line, match, scene.taken)
    return [
        *_own(scene, place),
        *_around(scene, said),
        *_sentence(scene, said),
        *_denial(scene, said),
        *_cued(scene, place, said),
    ]


def clues_of_neighbour(scene: Scene, place: int, judged: str) -> Iterator[str]:
    """What the judgement of the match before says of this one, by what stands between them."""
    before, match = scene.matches[place - 1], scene.matches[place]
    between = [_word(scene, token) for token in scene.line.tokens[before.last + 1 : match.first]]
    said = statement_of(scene.line, match, scene.taken)
    yield f"before {judged} list {_BETWEEN_ITEMS.issuperset(between)}"
    yield f"before {judged} sentence {_zone(scene, said, before.last) != 'x'}"
    yield f"before {judged} statement {said.first <= before.last}"
    yield f"before {judged} {' '.join(between[:2])}"


def _own(scene: Scene, place: int) -> Iterator[str]:
    match, reading = scene.matches[place], scene.readings[place]
    kind, owner = match.pattern.kind, _owner(scene.whose[place], scene.subject)
    yield from (f"kind {kind}", f"negates itself {match.negates_itself}")
    yield from (f"owner {owner}", f"about {scene.subject.subject}", f"owner {owner} of {scene.subject.other}")
    yield from (f"rules {reading}", f"rules {reading} {kind}", f"rules {reading} {owner}")
    if place + 1 < len(scene.matches):
        following = scene.matches[place + 1]
        between = [_word(scene, token) for token in scene.line.tokens[match.last + 1 : following.first]]
        yield f"next {scene.readings[place + 1]} list {_BETWEEN_ITEMS.issuperset(between)}"
    yield f"matches {min(len(scene.matches), 4)}"


def _around(scene: Scene, said: Statement) -> Iterator[str]:
    """The words next to the match on both sides, and those within it that are not its own."""
    tokens, match = scene.line.tokens, said.match
    before = tokens[max(0, match.first - NEXT) : match.first][::-1]
    for side, near in (("L", before), ("R", tokens[match.last + 1 : match.last + 1 + NEXT])):
        spoken = [_word(scene, token) for token in near]
        yield from (f"{side}{_far(distance)}:{word}" for distance, word in enumerate(spoken, 1))
        yield from (f"{side}={' '.join(spoken[:length])}" for length in range(1, 4))
    yield from (f"inside {token.norm}" for token in tokens[match.first : match.last] if token.index not in match.places)


def _sentence(scene: Scene, said: Statement) -> Iterator[str]:
    """How the statement and the sentence begin, who does what there, whether something is asked, and when."""
    tokens, match = scene.line.tokens, said.match
    around = tokens[max(0, match.first - FARTHEST) : match.last + FARTHEST]
    sentence = [token for token in around if token.sentence == tokens[match.first].sentence]
    for name, opening in (("statement", tokens[said.first : said.first + 3]), ("sentence", sentence[:2])):
        spoken = [_word(scene, token) for token in opening]
        yield from (f"{name} {' '.join(spoken[:length])}" for length in range(1, len(spoken) + 1))
    before = tokens[said.first : match.first]
    verbs = [token.norm for token in before if token.norm in _AUXILIARIES]
    subjects = [t.norm if t.norm in _SUBJECTS else "person" for t in before if t.norm in _SUBJECTS or t.norm in PEOPLE]
    subject, verb = (subjects or ["-"])[-1], (verbs or ["-"])[-1]
    yield from (f"verb {verb}", f"verbs {' '.join(verbs[-2:])}", f"subject {subject}", f"subject {subject} {verb}")
    yield f"-ed {any(token.norm.endswith('ed') and token.index not in scene.taken for token in before)}"
    asks = any(token.norm == "?" for token in sentence[-2:])
    yield from (f"asks {asks}", f"asks {asks} {match.pattern.kind}", f"asks {asks} {_word(scene, sentence[0])}")
    yield f"asks near {any(token.norm == '?' for token in around)}"
    for detail in scene.details:
        if said.first <= detail.first <= said.last:
            yield f"{detail.name} {detail.ago} {detail.first < match.first}"


def _denial(scene: Scene, said: Statement) -> Iterator[str]:
    """The nearest negating word before, how far it is and what stands around it."""
    tokens, match = scene.line.tokens, said.match
    clause = tokens[match.first].clause
    negations = [
        t for t in tokens[max(0, match.first - FARTHEST) : match.first] if t.clause == clause and t.stem == NEG
    ]
    if not negations:
        yield "denies nothing"
        return
    last = negations[-1]
    crossed = min(tokens[match.first].segment - last.segment, 2)
    content = sum(not t.small and t.index not in scene.taken for t in tokens[last.index + 1 : match.first])
    yield from (f"denies {last.norm}", f"denies over {_far(match.first - last.index)} {crossed}")
    yield from (f"denies over words {min(content, 4)}", f"denies then {_word(scene, tokens[last.index + 1])}")
    yield f"denies after {_word(scene, tokens[last.index - 1]) if last.index else ''}"


def _cued(scene: Scene, place: int, said: Statement) -> Iterator[str]:
    """What the cues on both sides say, the nearest first."""
    match, reading, kind = said.match, scene.readings[place], said.match.pattern.kind
    near = scene.cues_near(match, FARTHEST)
    before = [cue for cue in reversed(near) if cue.last < match.first]
    behind = [cue for cue in near if cue.first > match.last]
    close: dict[str, list[str]] = {"L": [], "R": []}
    for side, cues in (("L", before), ("R", behind)):
        for cue in cues:
            first, last = (cue.last + 1, match.first) if side == "L" else (match.last + 1, cue.first)
            distance, zone = last - first + 1, _zone(scene, said, cue.first)
            if zone == "x" and distance > REACH:
                continue
            over = not scene.taken.isdisjoint(range(first, last))
            yield from (f"{side}!{cue.says}", f"{side}{zone}!{cue.says}", f"{side}!{cue.says} {_far(distance)}")
            yield from (f"{side}!{cue.says} rules {reading}", f"{side}!{cue.says} {_joins(distance, over)}")
            yield f"{side}!{cue.says} is {scene.line.words(cue.first, cue.last)}"
            if zone == "s":
                yield f"{side}s!{cue.says} {kind}"
            if zone in "sc":
                close[side].append(cue.says)
                if cue.last > cue.first:
                    yield f"{side}!{cue.says} long"
        yield from (f"{side}!{near}, {far}" for near, far in zip(close[side], close[side][1:4], strict=False))
        nearest = (close[side] or ["nothing"])[0]
        yield from (f"{side}1!{nearest}", f"{side}1!{nearest} {kind}")
    yield from (f"inside!{cue.says}" for cue in near if cue.first <= match.last and cue.last >= match.first)
    yield from (f"LR!{one} {other}" for one in sorted(set(close["L"][:2])) for other in sorted(set(close["R"][:2])))


def _zone(scene: Scene, said: Statement, place: int) -> str:
    tokens = scene.line.tokens
    if said.first <= place <= said.last:
        return "s"
    if tokens[place].clause in (tokens[said.match.first].clause, tokens[said.match.last].clause):
        return "c"
    return "t" if tokens[place].sentence == tokens[said.match.first].sentence else "x"


def _word(scene: Scene, token: Token) -> str:
    if token.index in scene.taken and token.stem != NEG:
        return OTHER
    return "#" if token.norm[0].isdigit() else token.norm


def _owner(person: Person, subject: Person) -> str:
    if person == UNSAID or person.subject == "pet":
        return "pet" if person.subject else "unsaid"
    return "subject" if person == subject else "self" if person == SELF else "other"


def _far(distance: int) -> str:
    return next((str(limit) for limit in (1, 2, 4, 8) if distance <= limit), "farther")


def _joins(distance: int, over: bool) -> str:
    return "beside" if distance == 1 else "over another" if over else "apart"
