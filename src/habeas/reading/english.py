"""The word lists of English that the rules use; the words stand in lexicon/en/words.yml, with reasons."""

from __future__ import annotations

from typing import Final

from habeas.lexicon import load_words

_WORDS = load_words()

FOREIGN: Final = _WORDS["foreign adjectives"]
HELD: Final = _WORDS["held participles"]
PORTIONS: Final = _WORDS["portions"]
PARTS: Final = _WORDS["part openers"]
LIGHT: Final = _WORDS["light verbs"]
SUPPORT: Final = _WORDS["support verbs"]
VEHICLES: Final = _WORDS["vehicles"]
RELATIVE: Final = _WORDS["relative pronouns"]
DETAINING: Final = _WORDS["detaining words"]
AREAS: Final = _WORDS["areas"]
NAMING: Final = _WORDS["naming prepositions"]
ORIGIN: Final = _WORDS["origin prepositions"]
DESTINATION: Final = _WORDS["destination prepositions"]
WITHIN: Final = _WORDS["place prepositions"]
HAVING: Final = _WORDS["having verbs"]
AWAITED: Final = _WORDS["awaiting verbs"]
INHABITED: Final = _WORDS["population nouns"]
POPULATION: Final = _WORDS["count nouns"] | INHABITED
TAKING: Final = _WORDS["taking verbs"]
TELLING: Final = _WORDS["telling verbs"]
CARRYING: Final = _WORDS["carrying verbs"]
PART_OPENINGS: Final = tuple(sorted(_WORDS["part openings"]))
INTENTIONS: Final = _WORDS["intention nouns"]
STEPS_OF: Final = _WORDS["step nouns"]
PLURALS: Final = _WORDS["plural pronouns"]
PART_BEFORE: Final = tuple(sorted(_WORDS["part marks"]))
ALLEGED: Final = _WORDS["allegation nouns"]
HELD_WORDS: Final = _WORDS["custody words"]
PRONOUNS: Final = _WORDS["speaker pronouns"]
LOOSE_SPEECH: Final = _WORDS["loose speech verbs"]
TITLES: Final = _WORDS["office nouns"]
DENYING: Final = _WORDS["denying verbs"]
NO_ACTORS: Final = _WORDS["no actors"]
SO_FAR: Final = tuple(sorted(_WORDS["so far"]))
LEFT: Final = _WORDS["remaining words"]
ROOM: Final = _WORDS["capacity words"]
LOOSE_FACILITIES: Final = _WORDS["loose facilities"]
NOBODY: Final = _WORDS["negative pronouns"]
IRREGULAR: Final = _WORDS["irregular forms"]
BODIES: Final = _WORDS["receiving bodies"]
ROOM_VERBS: Final = _WORDS["capacity verbs"]
TRADED: Final = _WORDS["traded people"]
ACCUSING: Final = _WORDS["accusing verbs"]
EVENT_NOUNS: Final = _WORDS["event nouns"]
NO_SPEAKERS: Final = _WORDS["no speakers"]
PAPERS: Final = _WORDS["papers"]
COUNTS: Final = _WORDS["counts"]
RAIDS: Final = _WORDS["raids"]
WHOLES: Final = _WORDS["wholes"]
SHORT_FORMS: Final = _WORDS["short forms"]
