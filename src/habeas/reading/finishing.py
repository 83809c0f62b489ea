"""What the parser's last two steps add to each token (part of speech, form, lemma), without asking them each time.

spaCy's attribute ruler tries its 179 patterns at every token. All but a few look at a token's tag and relation, and
at its word only where the word is one of some hundred; a few look at a pair of words ("let 's"). So what it says
is kept by tag, relation and such a word. A text that may hold such a pair goes the long way.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.matcher import Matcher
    from spacy.tokens import Doc

RULER, LEMMATIZER = "attribute_ruler", "lemmatizer"
ASKED: Final = ["ORTH", "TAG", "DEP"]
ADDED: Final = ["POS", "MORPH", "LEMMA"]
MOST: Final = 200_000  # kinds of tokens; beyond, all are forgotten

Key = tuple[int, int, int]  # word, tag, relation
Value = tuple[int, int, int]  # part of speech, form, lemma


@dataclass(slots=True)
class Finisher:
    """Does for a document what the model's attribute ruler and lemmatizer would do."""

    nlp: Language
    named: frozenset[str]  # words that the ruler's patterns name
    looks: Matcher  # of tokens that a pattern looks at otherwise: by a regular expression, as white space
    openers: Matcher  # of tokens with which a pair begins
    known: dict[Key, Value | None] = field(default_factory=dict)  # None: only the long way tells
    ruled: dict[Key, Value | None] = field(default_factory=dict)  # the same, with no word where it doesn't matter

    @classmethod
    def of(cls, nlp: Language) -> Finisher:
        """A finisher for the model, whose own two steps are switched off."""
        from spacy.matcher import Matcher  # noqa: PLC0415  slow to import

        openers, looks = Matcher(nlp.vocab), Matcher(nlp.vocab)
        patterns = [pattern for row in nlp.get_pipe(RULER).patterns for pattern in row["patterns"]]
        for number, pattern in enumerate(patterns):
            if len(pattern) > 1:
                openers.add(str(number), [pattern[:1]])
            for token in pattern:
                if odd := {key: value for key, value in token.items() if not _is_plain(key, value)}:
                    looks.add(f"{number}", [[odd]])
        named = frozenset(word for pattern in patterns for token in pattern for word in _words(token))
        for step in (RULER, LEMMATIZER):
            nlp.disable_pipe(step)
        return cls(nlp, named, looks, openers)

    def finish(self, doc: Doc) -> Doc:
        """The document with parts of speech, forms and lemmas."""
        import numpy as np  # noqa: PLC0415

        keys: list[Key] = [tuple(row) for row in doc.to_array(ASKED).tolist()]
        added = [self.known[key] if key in self.known else self._ruled(key) for key in keys]
        if None in added:
            return self.nlp.get_pipe(LEMMATIZER)(self.nlp.get_pipe(RULER)(doc))
        table = np.array(added, dtype="uint64")
        doc.from_array(ADDED, table)
        for i in np.flatnonzero(table[:, 2] == 0).tolist():
            doc[i].lemma_ = self.nlp.get_pipe(LEMMATIZER).lemmatize(doc[i])[0]
            self._keep(keys[i], (doc[i].pos, doc[i].morph.key, doc[i].lemma))
        return doc

    def _keep(self, key: Key, value: Value) -> None:
        if len(self.known) >= MOST:
            self.known.clear()
        self.known[key] = value

    def _ruled(self, key: Key) -> Value | None:
        """What the ruler says of such a token; a lemma that it leaves open is 0."""
        word, tag, relation = key
        lexeme = self.nlp.vocab[word]
        matters = lexeme.lower_ in self.named or bool(self.looks(self._alone(key), allow_missing=True))
        kind = (word if matters else 0, tag, relation)
        if kind not in self.ruled:
            doc = self._alone(key)
            opens = bool(self.openers(doc, allow_missing=True))
            self.nlp.get_pipe(RULER)(doc)
            changed = (doc[0].tag, doc[0].dep) != (tag, relation)
            self.ruled[kind] = (
                None if opens or changed else (doc[0].pos, doc[0].morph.key, doc[0].lemma)
            )
        return self.ruled[kind]

    def _alone(self, key: Key) -> Doc:
        """A text of this one token."""
        from spacy.tokens import Doc  # noqa: PLC0415

        word, tag, relation = key
        doc = Doc(self.nlp.vocab, words=[self.nlp.vocab.strings[word]], spaces=[False])
        doc[0].tag, doc[0].dep = tag, relation
        return doc


def _is_plain(key: str, value: Any) -> bool:
    """True for what a pattern asks of the tag or the relation, and of the word by naming it."""
    return key in {"TAG", "DEP"} or (key == "LOWER" and (isinstance(value, str) or set(value) == {"IN"}))


def _words(token: dict[str, Any]) -> Iterator[str]:
    asked = token.get("LOWER", [])
    yield from [asked] if isinstance(asked, str) else asked.get("IN", []) if isinstance(asked, dict) else []
