"""Tells which language a message is written in."""

from __future__ import annotations

from functools import lru_cache

from py3langid.langid import MODEL_FILE, LanguageIdentifier

from bot.nlu.words import words

LANGUAGES = words("""en es fr de it pt nl pl sv da no fi tr cs ro hu el ru uk ar he hi bn ur fa zh ja ko vi id""")
SURE = 0.95
"""A message counts as another language from this probability on; short ones need `MARKERS`."""

FEWEST_WORDS = 3
MARKERS = {
    "es": frozenset(words(
        """hola gracias tengo calambres por favor estoy cansado cansada buenos días dias qué ayuda sí soy vegano me
        duele español"""
    )),
    "fr": frozenset(words(
        """bonjour merci j'ai crampes je suis fatigué fatiguée oui salut vegan végane mal jambes français aide"""
    )),
    "de": frozenset(words("hallo danke ich habe krämpfe bin müde bitte nein ja guten tag hilfe deutsch")),
}  # fmt: skip


@lru_cache(maxsize=1)
def _identifier() -> LanguageIdentifier:
    identifier = LanguageIdentifier.from_pickled_model(MODEL_FILE, norm_probs=True)
    identifier.set_languages(LANGUAGES)
    return identifier


def language_of(text: str, share_english: float) -> str:
    """ISO code of the language; "en" when in doubt.

    Args:
        text: the message.
        share_english: part of its words (0 to 1) that are English or of the lexicon.
    """
    letters = [ch for ch in text if ch.isalpha()]
    if letters and sum(not ch.isascii() and ord(ch) > 0x24F for ch in letters) > len(letters) / 2:
        return str(_identifier().classify(text[:1000])[0])
    words = [word.strip("¿?¡!.,;:").lower() for word in text[:1000].split()]
    for code, markers in MARKERS.items():
        if words and sum(word in markers for word in words) * 2 >= len(words) and share_english < 0.7:
            return code
    if share_english > 0.6 or len(words) < FEWEST_WORDS:
        return "en"
    code, probability = _identifier().classify(text[:1000])
    return str(code) if probability >= SURE else "en"
