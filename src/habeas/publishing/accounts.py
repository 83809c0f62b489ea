"""Accounts of custody for people, as a table with notes, and for programs, as JSON Lines."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any

from habeas.model import Unit
from habeas.publishing.phrases import days, people
from habeas.publishing.plain import escaped_json, plain, wrapped
from habeas.reckoned import Account, Amount

NAMES_WIDTH = 14


def account_lines(accounts: Iterable[Account]) -> str:
    """The accounts in the exchange format, each line ended by a line feed."""
    lines = (json.dumps(account_to_wire(account), ensure_ascii=False) + "\n" for account in accounts)
    return escaped_json("".join(lines))


def account_to_wire(account: Account) -> dict[str, Any]:
    """The account as a JSON object; `place` and `holder` are ids, `from` and `to` days, both inclusive."""
    return {
        "place": account.place,
        "holder": account.holder,
        "group": sorted(account.group),
        "from": account.days.first.isoformat(),
        "to": account.days.last.isoformat(),
        "opening": _amount(account.opening),
        "in": _amount(account.came),
        "out": _amount(account.left),
        "closing": _amount(account.closing),
        "not_covered": _amount(account.not_covered),
        "set_aside": list(account.set_aside),
        "notes": list(account.notes),
    }


def _amount(amount: Amount) -> dict[str, int | None]:
    return {"low": amount.low, "high": amount.high}


def account_text(account: Account, *, title: str, unit: Unit = Unit.PERSONS, width: int = 80) -> str:
    """The account in words: its five numbers, the claims that conflict, and what stands behind it all.

    `title` says of which place and holder it is.
    """
    who = people(account.group, unit=unit)
    head = wrapped(f"{title}: {who}, {days(account.days.first, account.days.last)}", width=width)
    told = [line for note in account.notes for line in wrapped(note, width=width, first="- ")]
    parts = (
        head,
        list(_numbers(account)),
        _conflicting(account, width),
        told,
        ["machine reading, unchecked"],
    )
    return "\n\n".join("\n".join(lines) for lines in parts if lines) + "\n"


def _numbers(account: Account) -> Iterable[str]:
    rows = (
        ("opening", held_in_words(account.opening)),
        ("in", moved_in_words(account.came)),
        ("out", moved_in_words(account.left)),
        ("closing", held_in_words(account.closing)),
        ("not covered", uncovered_in_words(account.not_covered)),
    )
    return (f"{name:<{NAMES_WIDTH}}{words}" for name, words in rows)


def held_in_words(amount: Amount) -> str:
    """How many were held: "at least 5,000"; "not known" where no report tells."""
    return "not known" if amount == Amount(None, None) else _in_words(amount)


def moved_in_words(amount: Amount) -> str:
    """How many moved: "between 20 and 70"; "none reported", which isn't nobody, where no report tells."""
    return "none reported" if amount == Amount(None, None) else _in_words(amount)


def _in_words(amount: Amount) -> str:
    low, high = amount.low or 0, amount.high
    if high is None:
        return f"at least {low:,}" if low else "how many isn't known"
    if low == high:
        return f"{low:,}"
    return f"between {low:,} and {high:,}" if low else f"up to {high:,}"


def uncovered_in_words(amount: Amount) -> str:
    """What the reports leave between the counts: more people, or fewer, than their movements make."""
    low, high = amount.low, amount.high
    if low is None and high is None:
        return "not known"
    if low == high:
        return _signed(low or 0)
    if low is None:
        return f"{_signed(high or 0)}, or any number fewer"
    if high is None:
        return f"{_signed(low)}, or any number more"
    return f"between {_signed(low)} and {_signed(high)}"


def _signed(number: int) -> str:
    return "0" if number == 0 else f"{abs(number):,} {'more' if number > 0 else 'fewer'}"


def _conflicting(account: Account, width: int) -> list[str]:
    lines = [line for one in account.conflicts for line in _conflict(one.claims, width)]
    if account.set_aside:
        lines += wrapped(
            f"set aside in every way of settling it: {', '.join(account.set_aside)}", width=width
        )
    return lines


def _conflict(claims: Iterable[str], width: int) -> list[str]:
    return wrapped(plain(f"can't all be true: {', '.join(claims)}"), width=width)
