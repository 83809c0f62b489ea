"""A parsed text's tokens as plain objects.

spaCy makes a new object each time that a token is asked for, looks up each of its strings each time, and
walks the tree anew for what hangs on it. The rules ask some hundred such questions of each token; here each
is answered once.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from spacy.tokens import Doc
    from spacy.tokens import Span as ParsedSpan
    from spacy.tokens import Token as ParsedToken


class Token:
    """A token as spaCy's, with what the rules ask of it, under the same names."""

    __slots__ = (
        "_parsed", "_subtree", "children", "dep_", "doc", "head", "i", "idx", "is_punct", "is_space",
        "lemma_", "like_num", "lower_", "pos_", "sent", "tag_", "text",
    )  # fmt: skip

    head: Token
    sent: Tokens

    def __init__(self, parsed: ParsedToken, doc: Text) -> None:
        self._parsed = parsed
        self._subtree: list[Token] | None = None
        self.doc = doc
        self.children: list[Token] = []
        self.i: int = parsed.i
        self.idx: int = parsed.idx
        self.text: str = parsed.text
        self.lower_: str = parsed.lower_
        self.lemma_: str = parsed.lemma_
        self.pos_: str = parsed.pos_
        self.tag_: str = parsed.tag_
        self.dep_: str = parsed.dep_
        self.is_space: bool = parsed.is_space
        self.is_punct: bool = parsed.is_punct
        self.like_num: bool = parsed.like_num

    def __repr__(self) -> str:
        return self.text

    @property
    def whitespace_(self) -> str:
        """The space after it, if any."""
        return self._parsed.whitespace_

    @property
    def subtree(self) -> list[Token]:
        """The token and all that hangs on it, in order."""
        if self._subtree is None:
            # From the leaves up, not by recursion: words of a list may hang on one another a thousand deep.
            found: dict[int, list[Token]] = {}
            for token in reversed(self._below()):
                before = [one for child in token.children if child.i < token.i for one in found[child.i]]
                after = [one for child in token.children if child.i > token.i for one in found[child.i]]
                found[token.i] = token._subtree = [*before, token, *after]
        return self._subtree or []

    def _below(self) -> list[Token]:
        """The token and all that hangs on it, each before what hangs on itself."""
        below = [self]
        for token in below:
            below += token.children
        return below

    @property
    def ancestors(self) -> Iterator[Token]:
        """What it hangs on, what that hangs on, and so on."""
        node = self
        while node.head is not node:
            node = node.head
            yield node

    @property
    def left_edge(self) -> Token:
        """The first token of its subtree."""
        return self.doc[self._parsed.left_edge.i]

    @property
    def right_edge(self) -> Token:
        """The last token of its subtree."""
        return self.doc[self._parsed.right_edge.i]

    @property
    def conjuncts(self) -> tuple[Token, ...]:
        """What is joined to it by "and" and the like."""
        return tuple(self.doc[token.i] for token in self._parsed.conjuncts)

    def nbor(self, steps: int = 1) -> Token:
        """The token so many steps after it."""
        at = self.i + steps
        if at < 0:
            raise IndexError(at)
        return self.doc[at]

    def is_ancestor(self, other: Token) -> bool:
        """True where the other hangs on it, however far below."""
        return any(node is self for node in other.ancestors)


class Tokens(list[Token]):
    """The tokens of a sentence."""

    __slots__ = ("doc", "end", "root", "start", "text")

    def __init__(self, parsed: ParsedSpan, doc: Text) -> None:
        super().__init__(doc[parsed.start : parsed.end])
        self.start: int = parsed.start
        self.end: int = parsed.end
        self.doc = doc
        self.root = doc[parsed.root.i]
        self.text: str = parsed.text


class Text(list[Token]):
    """All tokens of a parsed text."""

    __slots__ = ("sents", "text")

    def __init__(self, parsed: Doc) -> None:
        super().__init__()
        self.text: str = parsed.text
        self.extend(Token(token, self) for token in parsed)
        for token, whole in zip(self, parsed, strict=True):
            token.head = self[whole.head.i]
            if token.head is not token:
                token.head.children.append(token)
        self.sents = [Tokens(span, self) for span in parsed.sents]
        for sentence in self.sents:
            for token in sentence:
                token.sent = sentence
