"""The closed word lists of everyday English that understanding leans on. Medical words are knowledge, not here."""

from __future__ import annotations

import re


def words(text: str) -> tuple[str, ...]:
    """The words of a list that is written with spaces."""
    return tuple(text.split())


def either(text: str) -> str:
    """A pattern for any of the phrases of a list that is written with a semicolon and a space between."""
    return "(?:" + "|".join(" ".join(phrase.split()) for phrase in re.split(r";\s", text)) + ")"


NUMBERS = {
    "zero": 0, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9,
    "ten": 10, "eleven": 11, "twelve": 12, "fifteen": 15, "twenty": 20, "thirty": 30, "forty": 40, "fifty": 50,
    "sixty": 60, "seventy": 70, "eighty": 80, "ninety": 90, "a": 1, "an": 1, "couple": 2, "few": 3, "half": 0.5,
    "several": 4,
    "dozen": 12,
}  # fmt: skip

CHAT = {
    "nite": "night", "nites": "nights", "tho": "though", "altho": "although", "rn": "now", "bc": "because",
    "cuz": "because",
    "coz": "because", "cos": "because", "bcos": "because", "bcoz": "because", "becuase": "because", "af": "very",
    "w/": "with",
    "w/o": "without", "yr": "year", "yrs": "years", "wk": "week", "wks": "weeks", "mth": "month", "mths": "months",
    "mnths": "months", "mos": "months", "hr": "hour", "hrs": "hours", "min": "minute", "mins": "minutes",
    "thru": "through",
    "u": "you", "ur": "your", "r": "are", "ppl": "people", "abt": "about", "b4": "before", "yep": "yes",
    "yup": "yes",
    "yeah": "yes", "yh": "yes", "nope": "no", "nah": "no", "gon": "going", "kinda": "kind", "mom": "mum",
    "mam": "mum",
    "mummy": "mum", "mommy": "mum", "momma": "mum", "mama": "mum", "&": "and", "+": "and", "luv": "love",
    "wat": "what", "wot": "what",
    "pls": "please", "plz": "please", "thx": "thanks", "ty": "thanks", "tbh": "honestly", "rlly": "really",
    "v": "very", "n": "and",
    "ain't": "not", "aint": "not", "n't": "not", "nt": "not", "n’t": "not", "ca": "can", "wo": "will",
    "sha": "shall",
    "'ve": "have", "’ve": "have", "ve": "have", "'m": "am", "’m": "am", "m": "am", "'re": "are", "’re": "are",
    "'ll": "will", "’ll": "will", "'d": "would", "’d": "would", "’s": "'s", "feet": "foot", "teeth": "tooth",
    "women": "woman",
    "men": "man", "children": "child", "calves": "calf", "knives": "knife", "wives": "wife",
    "cannot": "not",
    "wanna": "want", "gotta": "got", "lil": "little", "alot": "lot", "everyday": "daily", "def": "definitely",
    "prob": "probably",
}  # fmt: skip
"""Chat spelling and irregular forms, one word to one word, after spaCy has cut off n't, 've and the like."""

CLINICAL = {"SOB": "breathless", "SOBOE": "breathless", "DOE": "breathless", "LOC": "blackout"}
"""What is short for something in capitals alone: "SOB on stairs" is no sob."""

IRREGULAR = {
    "eat": ("ate", "eaten"), "take": ("took", "taken"), "drink": ("drank",), "fall": ("fell",), "feel": ("felt",),
    "lose": ("lost", "losing"), "sleep": ("slept",), "keep": ("kept",), "go": ("went",), "wake": ("woke",),
    "shake": ("shook", "shaken"), "swell": ("swollen",), "break": ("broke", "broken"),
}  # fmt: skip
"""Forms of everyday verbs that no stemmer joins."""

FORMS = {
    **{form: verb for verb, forms in IRREGULAR.items() for form in forms},
    "had": "have", "has": "have", "got": "get", "gotten": "get", "did": "do", "does": "do",
    "done": "do", "doing": "do",
    "alcoholics": "alcoholic", "apples": "apple", "fits": "fit", "males": "male", "organs": "organ",
    "wines": "wine", "bled": "bleed", "sleepiness": "sleepy",
    "goes": "go", "going": "go", "could": "can", "was": "be", "is": "be", "are": "be", "am": "be",
}  # fmt: skip
"""Irregular forms that share a stem, so that "had a fit" is "having a fit"."""

WHOLE = frozenset(
    words(
        """alcoholic alcoholism animation apple arteritis bits breastfed busy code codes copied copies cops
        copy copying could drugged even evenly every extreme extremely fast faster fasting fit
        fitness fitted fitting hats hearing hives ironic ironing literally made male meningitis
        organ organic pasta paste periodic plane quite salts separable separate separately site spicy
        story sugars these united unity wifi wine winning sleepy"""
    )
)
"""Words that share a stem with another word and not its sense; each is its own stem."""

TIMES = frozenset(words("day week month night morning year bit couple few lot while time"))
"""What "a" may stand before after "vitamin": "a vitamin a day" is no vitamin A."""

NEGATIONS = frozenset(
    words(
        """no not never without none nor neither nothing zero hardly barely denies deny denied lack lacks absent
        nobody"""
    )
)
SMALL = frozenset(
    words(
        """a an the my your his her their its our this that these those of in on at to for with from by into onto as
        i you he she it we they me him them us am is are was were be been being have has had having do does did
        doing get gets getting got keep keeps keeping kept feel feels feeling felt seem seems seemed go goes
        going will would can could may might shall and or also too very really so just quite bit little lot lots
        some any all both there here then than which who when while 's kind sort like always often sometimes
        constantly suddenly recently lately now today again still even such should must more much many most
        slightly badly terribly extremely super pretty rather somewhat totally completely literally honestly
        about around near each every other weird strange bad awful horrible odd right left own ever"""
    )
)
"""Words that may stand between the words of a phrase and say nothing on their own."""

VERBS = frozenset(
    words(
        """am is are was were have has had do does did get gets got feel feels felt take takes took eat eats drink
        drinks keep keeps hurts hurt"""
    )
)
SUBJECTS = frozenset(words("i he she we they"))
BREAKS = frozenset(words("but because although though however whereas whilst while except yet otherwise anyway"))
"""Words that end a clause, with or without punctuation."""

JOINTS = frozenset({"and", "or", "nor", ",", "/", "plus"})
"""What parts the items of a list."""

PEOPLE = {
    "mum": "other", "mother": "other", "dad": "other", "father": "other", "sister": "other", "brother": "other",
    "gran": "other",
    "nan": "other", "nana": "other", "granny": "other", "grandma": "other", "grandmother": "other",
    "grandad": "other", "grandpa": "other",
    "grandfather": "other", "aunt": "other", "auntie": "other", "aunty": "other", "uncle": "other",
    "cousin": "other", "friend": "other",
    "mate": "other", "husband": "other", "wife": "other", "partner": "other", "boyfriend": "other",
    "girlfriend": "other",
    "fiance": "other", "colleague": "other", "neighbour": "other", "neighbor": "other", "boss": "other",
    "flatmate": "other", "roommate": "other",
    "parents": "other", "family": "other", "patient": "other", "man": "other", "woman": "other", "lady": "other",
    "gentleman": "other",
    "male": "other", "female": "other", "niece": "child", "nephew": "child", "son": "child", "daughter": "child",
    "kid": "child",
    "child": "child", "baby": "child", "toddler": "child", "boy": "child", "girl": "child", "infant": "child",
    "newborn": "child",
    "grandson": "child", "granddaughter": "child", "grandchild": "child", "twins": "child", "somebody": "other",
    "someone": "other",
    "people": "other", "vegans": "other", "relative": "other", "teenager": "child", "dog": "pet", "cat": "pet",
    "puppy": "pet", "kitten": "pet", "horse": "pet", "rabbit": "pet", "pet": "pet",
    "pup": "pet", "hamster": "pet", "ferret": "pet", "budgie": "pet", "parrot": "pet", "tortoise": "pet",
    "pony": "pet", "goldfish": "pet", "labrador": "pet", "spaniel": "pet", "mare": "pet", "bf": "other", "gf": "other",
    "hubby": "other",
}  # fmt: skip
