"""What the phrases of the knowledge base come down to when small words are left out."""

from collections import defaultdict

from bot.knowledge import KnowledgeBase, load
from bot.nlu.lexicon import phrase_stems


def _alarming(knowledge: KnowledgeBase) -> set[str]:
    """Ids of symptoms whose mere naming calls for an ambulance."""
    return {
        rule.when.finding
        for rule in knowledge.care_rules
        if rule.level == "emergency" and rule.when == type(rule.when)(finding=rule.when.finding)
    } - {None, ""}


def test_no_small_word_alone_tells_an_alarm_from_an_everyday_thing() -> None:
    knowledge = load()
    named: dict[frozenset[str], set[str]] = defaultdict(set)
    for term in knowledge.terms.values():
        for phrase in (term.name, *term.phrases):
            named[frozenset(phrase_stems(str(phrase))[0])].add(term.id)
    kin = {id_: knowledge.ancestors(id_) for id_ in knowledge.terms}
    alarming = _alarming(knowledge)
    mixed = {
        (alarm, other)
        for ids in named.values()
        for alarm in ids & alarming
        for other in ids - alarming
        if alarm not in kin[other] and other not in kin[alarm]
    }
    assert len(alarming) > 20
    assert mixed == set()
