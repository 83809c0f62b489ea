"""What the parser's last two steps add to each token (part of speech, form, lemma), each kind of token once.

spaCy's attribute ruler and lemmatizer look at one token at a time, but for a few pairs of words ("let 's"). What
they say of a word with its tag and its relation is therefore kept. A text that may hold such a pair goes the
long way, and so does whatever the two are asked for the first time.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.matcher import Matcher
    from spacy.tokens import Doc

STEPS: Final = ("attribute_ruler", "lemmatizer")
ASKED: Final = ["ORTH", "TAG", "DEP"]
ADDED: Final = ["POS", "MORPH", "LEMMA"]
MOST: Final = 200_000  # kinds of tokens; beyond, all are forgotten

Key = tuple[int, int, int]
Value = tuple[int, int, int]


@dataclass(slots=True)
class Finisher:
    """Does for a document what the model's attribute ruler and lemmatizer would do."""

    nlp: Language
    openers: Matcher  # of tokens with which a pair begins
    known: dict[Key, Value | None] = field(default_factory=dict)  # None: only the long way tells

    @classmethod
    def of(cls, nlp: Language) -> Finisher:
        """A finisher for the model, whose own two steps are switched off."""
        from spacy.matcher import Matcher  # noqa: PLC0415  slow to import

        openers = Matcher(nlp.vocab)
        for number, row in enumerate(nlp.get_pipe(STEPS[0]).patterns):
            if pairs := [pattern[:1] for pattern in row["patterns"] if len(pattern) > 1]:
                openers.add(str(number), pairs)
        for step in STEPS:
            nlp.disable_pipe(step)
        return cls(nlp, openers)

    def finish(self, doc: Doc) -> Doc:
        """The document with parts of speech, forms and lemmas."""
        added: list[Value] = []
        for key in map(tuple, doc.to_array(ASKED).tolist()):
            if key not in self.known:
                self._learn(key)
            if (value := self.known[key]) is None:
                return self._long_way(doc)
            added.append(value)
        import numpy as np  # noqa: PLC0415

        doc.from_array(ADDED, np.array(added, dtype="uint64"))
        return doc

    def _long_way(self, doc: Doc) -> Doc:
        for step in STEPS:
            doc = self.nlp.get_pipe(step)(doc)
        return doc

    def _learn(self, key: Key) -> None:
        """Ask the model's own steps about a text of this one token."""
        from spacy.tokens import Doc  # noqa: PLC0415

        if len(self.known) >= MOST:
            self.known.clear()
        word, tag, relation = key
        doc = Doc(self.nlp.vocab, words=[self.nlp.vocab.strings[word]], spaces=[False])
        doc[0].tag, doc[0].dep = tag, relation
        opens = bool(self.openers(doc, allow_missing=True))
        self._long_way(doc)
        same = (doc[0].tag, doc[0].dep) == (tag, relation)
        pos, form, lemma = doc.to_array(ADDED).tolist()[0]
        self.known[key] = (pos, form, lemma) if same and not opens else None
