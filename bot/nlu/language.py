"""Tells which language a message is written in."""

from __future__ import annotations

from functools import lru_cache

from py3langid.langid import MODEL_FILE, LanguageIdentifier

from bot.nlu.words import words

LANGUAGES = words("""en es fr de it pt nl pl sv da no fi tr cs ro hu el ru uk ar he hi bn ur fa zh ja ko vi id""")
SURE = 0.95
"""A message counts as another language from this probability on."""

AGREED = 0.8
"""With a word of another language in it, and none of English grammar, this is enough."""

FEWEST_WORDS = 3
MARKERS = {
    "es": frozenset(words(
        """hola gracias tengo calambres por estoy cansado cansada buenos días dias qué ayuda sí soy vegano vegana
        duele duelen español el la los las y mi mis en con una muy mucho mucha siento pierna piernas desde que pero
        tomo noche puedo ojo ojos"""
    )),
    "fr": frozenset(words(
        """bonjour merci j'ai crampes je suis fatigué fatiguée oui salut végane jambes français et des les le la mes
        mon une aux très avec pas dans depuis mais nuit prends"""
    )),
    "de": frozenset(words(
        """hallo danke ich habe krämpfe bin müde bitte nein guten tag hilfe deutsch und mir mein meine nicht sehr seit
        der das mit ein eine auch aber nachts nehme"""
    )),
}  # fmt: skip
"""Everyday words that English does not share."""

ENGLISH = frozenset(words("i i'm i've im ive my the and is are am of to with have has but been it for this not do on"))


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
    code, markers = max(((c, sum(w in own for w in words)) for c, own in MARKERS.items()), key=lambda found: found[1])
    english = sum(word in ENGLISH for word in words)
    if markers > english and (markers > 1 or (markers * 2 >= len(words) and len(letters) > 2)):
        return code
    if markers and not english and len(words) >= FEWEST_WORDS:
        likely, probability = _identifier().classify(text[:1000])
        if likely == code and probability >= AGREED:
            return code
    if share_english > 0.6 or len(words) < FEWEST_WORDS:
        return "en"
    likely, probability = _identifier().classify(text[:1000])
    return str(likely) if probability >= SURE else "en"
