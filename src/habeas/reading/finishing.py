"""What the parser's last two steps add to each token (part of speech, form, lemma), with less asking.

spaCy's attribute ruler tries its 179 patterns at every token. All but a few look at a token's tag and its
relation, and at its word only where that is one of some hundred; a few look at a pair of words ("let 's"). So
what it says is kept by tag, relation and such a word. A text that holds such a pair goes the long way.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final, cast

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.matcher import Matcher
    from spacy.pipeline import AttributeRuler, Lemmatizer
    from spacy.tokens import Doc

RULER, LEMMATIZER = "attribute_ruler", "lemmatizer"
ASKED: Final[list[int | str]] = ["ORTH", "TAG", "DEP"]
ADDED: Final[list[int | str]] = ["POS", "MORPH", "LEMMA"]
MOST: Final = 200_000  # kinds of tokens; beyond, all are forgotten

Key = tuple[int, int, int]  # word, tag, relation
Value = tuple[int, int, int]  # part of speech, form, lemma


@dataclass(slots=True)
class Finisher:
    """Does for a document what the model's attribute ruler and lemmatizer would do."""

    nlp: Language
    ruler: AttributeRuler
    lemmatizer: Lemmatizer
    named: frozenset[str]  # words that the ruler's patterns name
    looks: tuple[re.Pattern[str], ...]  # by which they ask for others
    openers: Matcher  # of tokens with which a pair begins
    pairs: Matcher  # of such pairs
    known: dict[Key, Value | None] = field(default_factory=dict)  # None: only the long way tells
    ruled: dict[Key, Value | None] = field(default_factory=dict)  # by no word, where it doesn't matter
    begins: set[Key] = field(default_factory=set)  # those of the ruled with which a pair begins
    opening: set[Key] = field(default_factory=set)  # the same of the known

    @classmethod
    def of(cls, nlp: Language) -> Finisher:
        """A finisher for the model, whose own two steps are switched off."""
        from spacy.matcher import Matcher  # noqa: PLC0415  slow to import

        ruler, lemmatizer = (cast("Any", nlp.get_pipe(step)) for step in (RULER, LEMMATIZER))
        openers, pairs = Matcher(nlp.vocab), Matcher(nlp.vocab)
        index = lemmatizer.lookups.get_table("lemma_index")
        for part in list(
            index
        ):  # known words, in lists of many thousands that each new word is looked for in
            index[part] = frozenset(index[part])
        patterns = [pattern for row in ruler.patterns for pattern in row["patterns"]]
        for number, pattern in enumerate(patterns):
            if len(pattern) > 1:
                openers.add(str(number), [pattern[:1]])
                pairs.add(str(number), [pattern])
        tokens = [token for pattern in patterns for token in pattern]
        named = frozenset(word for token in tokens for word in _words(token))
        looks = tuple(re.compile(form) for token in tokens for form in _forms(token))
        for step in (RULER, LEMMATIZER):
            nlp.disable_pipe(step)
        return cls(nlp, ruler, lemmatizer, named, looks, openers, pairs)

    def finish(self, doc: Doc) -> Doc:
        """The document with parts of speech, forms and lemmas."""
        import numpy as np  # noqa: PLC0415

        keys: list[Key] = [tuple(row) for row in doc.to_array(ASKED).tolist()]
        added = [self.known[key] if key in self.known else self._ruled(key) for key in keys]
        opens = not self.opening.isdisjoint(keys)
        if None in added or (opens and self.pairs(doc, allow_missing=True)):
            return self._long_way(doc)
        table: Any = np.array(added, dtype="uint64")
        doc.from_array(ADDED, table)
        for i in np.flatnonzero(table[:, 2] == 0).tolist():
            doc[i].lemma_ = self.lemmatizer.lemmatize(doc[i])[0]
            pos, form, _ = table[i].tolist()
            self._keep(keys[i], (pos, form, doc[i].lemma))
        return doc

    def _long_way(self, doc: Doc) -> Doc:
        return self.lemmatizer(self.ruler(doc))

    def _keep(self, key: Key, value: Value | None) -> None:
        if len(self.known) >= MOST:
            self.known.clear()
        self.known[key] = value

    def _ruled(self, key: Key) -> Value | None:
        """What the ruler says of such a token; a lemma that it leaves open is 0."""
        word, tag, relation = key
        lower = self.nlp.vocab[word].lower_
        matters = lower in self.named or any(form.search(lower) for form in self.looks)
        kind = (word if matters else 0, tag, relation)
        if kind not in self.ruled:
            alone = self._alone(key)
            if self.openers(alone, allow_missing=True):
                self.begins.add(kind)
            self.ruler(alone)
            changed = (alone[0].tag, alone[0].dep) != (tag, relation)
            self.ruled[kind] = None if changed else tuple(alone.to_array(ADDED).tolist()[0])
        if kind in self.begins:
            self.opening.add(key)
        value = self.ruled[kind]
        if value is None or value[2]:
            self._keep(key, value)
        return value

    def _alone(self, key: Key) -> Doc:
        """A text of this one token."""
        from spacy.tokens import Doc  # noqa: PLC0415

        word, tag, relation = key
        doc = Doc(self.nlp.vocab, words=[self.nlp.vocab.strings[word]], spaces=[False])
        doc[0].tag, doc[0].dep = tag, relation
        return doc


def _words(token: dict[str, Any]) -> Iterator[str]:
    """The words that a pattern names."""
    asked = token.get("LOWER", [])
    yield from [asked] if isinstance(asked, str) else asked.get("IN", []) if isinstance(asked, dict) else []


def _forms(token: dict[str, Any]) -> Iterator[str]:
    """What else a pattern asks of the word, as regular expressions; what isn't known here, of any word."""
    asked = token.get("LOWER", "")
    if isinstance(asked, dict) and set(asked) != {"IN"}:
        yield asked["REGEX"] if set(asked) == {"REGEX"} else ""
    if token.keys() - {"TAG", "DEP", "LOWER"}:
        yield r"\s" if token.keys() <= {"TAG", "DEP", "LOWER", "IS_SPACE"} else ""
