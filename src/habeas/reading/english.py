"""The word lists of English that the rules use; the words stand in lexicon/en/words.yml, with reasons.

The lists' names stand in lexicon/words.py.
"""

from __future__ import annotations

from typing import Final

from habeas.reading.lists import taken

_WORDS = taken()

FOREIGN: Final = _WORDS.foreign_adjectives
HELD: Final = _WORDS.held_participles
PORTIONS: Final = _WORDS.portions
PARTS: Final = _WORDS.part_openers
LIGHT: Final = _WORDS.light_verbs
SUPPORT: Final = _WORDS.support_verbs
VEHICLES: Final = _WORDS.vehicles
RELATIVE: Final = _WORDS.relative_pronouns
DETAINING: Final = _WORDS.detaining_words
KEEPING: Final = _WORDS.keeping_words
KEEPERS: Final = _WORDS.keepers
QUARTERS: Final = _WORDS.quarters
AREAS: Final = _WORDS.areas
NAMING: Final = _WORDS.naming_prepositions
ORIGIN: Final = _WORDS.origin_prepositions
DESTINATION: Final = _WORDS.destination_prepositions
WITHIN: Final = _WORDS.place_prepositions
HAVING: Final = _WORDS.having_verbs
AWAITED: Final = _WORDS.awaiting_verbs
INHABITED: Final = _WORDS.population_nouns
SHARES: Final = _WORDS.shares
POPULATION: Final = _WORDS.count_nouns | INHABITED
TAKING: Final = _WORDS.taking_verbs
TELLING: Final = _WORDS.telling_verbs
CARRYING: Final = _WORDS.carrying_verbs
PART_OPENINGS: Final = tuple(sorted(_WORDS.part_openings))
INTENTIONS: Final = _WORDS.intention_nouns
STEPS_OF: Final = _WORDS.step_nouns
PLURALS: Final = _WORDS.plural_pronouns
PART_BEFORE: Final = tuple(sorted(_WORDS.part_marks))
ALLEGED: Final = _WORDS.allegation_nouns
UNTRUE: Final = _WORDS.untrue
ESCAPED: Final = _WORDS.escaped_people
CHARGING: Final = _WORDS.charging_verbs
FICTION: Final = _WORDS.fiction
LAWS: Final = _WORDS.laws
HEARSAY: Final = _WORDS.hearsay_nouns
ANSWERS: Final = _WORDS.answering_nouns
ASKING: Final = _WORDS.asking_nouns
HIDDEN: Final = _WORDS.hidden_words
SEIZING: Final = _WORDS.seizing_verbs
CONTROLLING: Final = _WORDS.controlling_verbs
WATCHING: Final = _WORDS.watching_verbs
CONDEMNING: Final = _WORDS.condemning_words
CONDEMNED: Final = _WORDS.condemned_nouns
HELD_WORDS: Final = _WORDS.custody_words
PRONOUNS: Final = _WORDS.speaker_pronouns
LOOSE_SPEECH: Final = _WORDS.loose_speech_verbs
FINDING: Final = _WORDS.finding_verbs
FINDINGS: Final = _WORDS.findings
TITLES: Final = _WORDS.office_nouns
DENYING: Final = _WORDS.denying_verbs
NO_ACTORS: Final = _WORDS.no_actors
SO_FAR: Final = tuple(sorted(_WORDS.so_far))
SUMMING: Final = tuple(sorted(_WORDS.summing_words))
COUNTED: Final = _WORDS.counted_nouns
CHANGING: Final = _WORDS.changing_words
NOT_HELD: Final = _WORDS.outside_verbs
SOUGHT: Final = _WORDS.seeking_verbs
ERRANDS: Final = _WORDS.errands
EQUAL: Final = _WORDS.equal_words
BODIES_OF: Final = _WORDS.bodies_of_the_dead
DEAD: Final = _WORDS.dead_adjectives
SEA: Final = _WORDS.sea_words
HOMES: Final = _WORDS.homes
RANKING: Final = _WORDS.ranking_words
LEFT: Final = _WORDS.remaining_words
ROOM: Final = _WORDS.capacity_words
LOOSE_FACILITIES: Final = _WORDS.loose_facilities
NOBODY: Final = _WORDS.negative_pronouns
IRREGULAR: Final = _WORDS.irregular_forms
BODIES: Final = _WORDS.receiving_bodies
ROOM_VERBS: Final = _WORDS.capacity_verbs
TRADED: Final = _WORDS.traded_people
ACCUSING: Final = _WORDS.accusing_verbs
EVENT_NOUNS: Final = _WORDS.event_nouns
NO_SPEAKERS: Final = _WORDS.no_speakers
PAPERS: Final = _WORDS.papers
COUNTS: Final = _WORDS.counts
RAIDS: Final = _WORDS.raids
RAIDING: Final = _WORDS.raiding_verbs
PUTTING: Final = _WORDS.putting_verbs
SETTLEMENTS: Final = _WORDS.settlements
NAME_OPENERS: Final = _WORDS.name_openers
RULERS: Final = _WORDS.rulers
WHOLES: Final = _WORDS.wholes
SHORT_FORMS: Final = _WORDS.short_forms
CONTINUING: Final = _WORDS.continuing_words
PARTING: Final = _WORDS.parting_words
BELONGING: Final = _WORDS.belonging_words
SUSPECTING: Final = _WORDS.suspecting_words
ABDUCTING: Final = _WORDS.abducting_words
COURTS: Final = _WORDS.court_nouns
SITE_WORDS: Final = _WORDS.site_words
NOBODY_SPEAKS: Final = _WORDS.nobody_speaks
WITNESSES: Final = _WORDS.witnesses
SPEAKING_BODIES: Final = _WORDS.speaking_bodies
QUANTIFIERS: Final = _WORDS.quantifiers
ARRANGEMENTS: Final = _WORDS.arrangements
STANDING: Final = _WORDS.standing_participles
VIOLENT: Final = _WORDS.violent_happenings
OTHER_TIMES: Final = _WORDS.other_times
DEEDS: Final = _WORDS.deeds
