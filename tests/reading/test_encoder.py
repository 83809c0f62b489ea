"""The encoder: how text is cut into pieces, and what it says of figures wherever they stand."""

from __future__ import annotations

from typing import Final

import pytest

from habeas.model import Report, Span
from habeas.reading.encoder import EDGE, LONGEST, Anchor, Encoder, Seen, load_encoder, places
from habeas.reading.pieces import Vocabulary

PIECES: Final = ("[CLS]", "[SEP]", "[UNK]", "camp", "##s", "det", "##ain", "##ees", "1", ",", "200", "zoe")
TEXT: Final = (
    "The ministry said that 40 detainees were moved from Velmar prison to Ostrana camp on Monday. The men "
    "came in buses after dark, a guard said. Lawyers who had waited at the gate since the morning were not "
    "let in, and nobody told them who was on board. A list is to be made public within a week, the ministry "
    "said in its statement, which gave no reason and did not say whether more of them would follow."
)
FIGURE: Final = Anchor((23, 25), (26, 35))


@pytest.fixture(scope="module")
def encoder() -> Encoder:
    """The package's own."""
    found = load_encoder()
    assert found is not None
    return found


def seen_in(encoder: Encoder, text: str) -> Seen:
    """What it makes of a whole text."""
    seen = encoder.read(lines_of(text), text)
    assert seen is not None
    return seen


def lines_of(text: str) -> list[Span]:
    """The whole text as one passage."""
    return [Report("0" * 64, "made.txt", text).span(0, len(text))]


def test_pieces_stand_where_their_words_do() -> None:
    """Each has its word's offsets; accents and capitals make no difference; what is unknown is one piece."""
    text = "Detainees, 1,200 Zoë xyz"
    names = list(PIECES)
    cut = [(names[piece.number], text[piece.start : piece.end]) for piece in Vocabulary(PIECES).cut(text)]
    assert cut == [
        *(("det", "Detainees"), ("##ain", "Detainees"), ("##ees", "Detainees"), (",", ",")),
        *(("1", "1"), (",", ","), ("200", "200"), ("zoe", "Zoë"), ("[UNK]", "xyz")),
    ]


def test_pieces_between_two_offsets() -> None:
    """A passage is cut as the whole text is."""
    text = "camps 200 camps"
    vocabulary = Vocabulary(PIECES)
    assert list(vocabulary.cut(text, 6, 9)) == [one for one in vocabulary.cut(text) if one.start == 6]


def test_an_overlong_word_is_unknown() -> None:
    """Nobody's thousand letters cost a thousand cuts."""
    assert [piece.number for piece in Vocabulary(PIECES).cut("s" * 100_000)] == [2]


def test_places_of_pieces() -> None:
    """Whatever overlaps the offsets, in order; nothing outside the text."""
    cut = list(Vocabulary(PIECES).cut("camps 200 camps"))
    assert places(cut, 0, 5) == [0, 1]
    assert places(cut, 4, 7) == [0, 1, 2]
    assert places(cut, 50, 60) == []


def test_shares_are_shares(encoder: Encoder) -> None:
    """The probabilities of all labels add up to one, and so do those of all words and of none."""
    seen = seen_in(encoder, TEXT)
    assert sum(seen.shares("figure", FIGURE).values()) == pytest.approx(1, abs=1e-4)
    pointing = seen.pointing("destination", FIGURE)
    assert pointing.nothing + float(pointing.shares.sum()) == pytest.approx(1, abs=1e-4)
    assert all(0 <= share <= 1 for share in seen.tags(FIGURE).values())


def test_it_knows_a_transfer(encoder: Encoder) -> None:
    """A plain one, and its places, as anybody would read them."""
    seen = seen_in(encoder, TEXT)
    shares = seen.shares("figure", FIGURE)
    assert max(shares, key=lambda label: shares[label]) == "transfer"
    towards, whence = seen.pointing("destination", FIGURE), seen.pointing("origin", FIGURE)
    ostrana, velmar = TEXT.index("Ostrana"), TEXT.index("Velmar")
    assert towards.share(ostrana, ostrana + 7) > towards.share(velmar, velmar + 6)
    assert whence.share(velmar, velmar + 6) > whence.share(ostrana, ostrana + 7)


def test_a_long_text_is_read_in_windows(encoder: Encoder) -> None:
    """Every piece stands in one, and an anchor is looked at where it is furthest from an edge."""
    text = " ".join([TEXT] * 30)
    seen = seen_in(encoder, text)
    assert len(seen.windows) > 1
    assert all(len(pieces) <= LONGEST for pieces in seen.windows)
    known = {(piece.start, piece.end) for pieces in seen.windows for piece in pieces}
    assert known == {(piece.start, piece.end) for piece in encoder.vocabulary.cut(text)}
    for at in range(0, len(text), len(TEXT) + 1):
        anchor = Anchor((at + 23, at + 25), (at + 26, at + 35))
        window, first, _ = seen.at(anchor)
        whole = [piece.start for piece in seen.windows[window]]
        inner = min(first[0], len(whole) - first[-1])
        at_an_end = whole[0] == 0 or whole[-1] >= len(text) - len(TEXT)
        assert inner >= EDGE // 2 or at_an_end


def test_the_same_text_gives_the_same_table(encoder: Encoder) -> None:
    """Whatever was read before."""
    first = seen_in(encoder, TEXT).rows(0)
    seen_in(encoder, TEXT.replace("Velmar", "Kesh") + " Nobody was hurt in the storm.")
    assert (seen_in(encoder, TEXT).rows(0) == first).all()


def test_a_short_text_is_left_to_the_rules(encoder: Encoder) -> None:
    """A sentence is too little to go by."""
    text = TEXT[: TEXT.index(".") + 1]
    assert encoder.read(lines_of(text), text) is None


def test_without_passages_nothing_is_seen(encoder: Encoder) -> None:
    """No piece, and no error."""
    seen = encoder.read([], TEXT)
    assert seen is not None
    assert sum(seen.shares("figure", FIGURE).values()) == pytest.approx(1, abs=1e-4)
