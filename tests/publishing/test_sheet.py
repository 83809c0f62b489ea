"""An account as a balance sheet."""

from datetime import date

from habeas.publishing.sheet import Piece, sheet
from habeas.reckoned import Account, Amount, Conflict, ConflictKind, Days

CLAIM, OTHER = "c_" + "0a" * 10, "c_" + "1b" * 10


def test_the_five_lines_and_what_stands_behind_them():
    account = Account(
        "ustholm",
        None,
        frozenset(),
        Days(date(2024, 1, 1), date(2024, 3, 31)),
        Amount(300, 300),
        Amount(20, None),
        Amount(0, 7),
        Amount(None, None),
        Amount(-5, 12),
        set_aside=(OTHER,),
        conflicts=(Conflict("x_1", ConflictKind.CONTRADICTION, (CLAIM, OTHER), "why"),),
        notes=(f"opening: stands on 300 ({CLAIM}), on Monday",),
    )
    made = sheet(account)
    assert [(line.name, line.words) for line in made.lines] == [
        ("Held as 1 January 2024 began", "300"),
        ("Came in", "at least 20"),
        ("Left", "up to 7"),
        ("Held as 31 March 2024 ended", "not known"),
        ("Not covered by any report", "between 5 fewer and 12 more"),
    ]
    assert [line.is_known for line in made.lines] == [True, True, True, False, True]
    assert made.notes == ((Piece("opening: stands on 300 ("), Piece(CLAIM, CLAIM), Piece("), on Monday")),)
    assert (made.conflicts, made.set_aside) == (((CLAIM, OTHER),), (OTHER,))
