"""The arithmetic of custody: opening, in, out, closing, and what the reports leave uncovered.

`account` is one for a place, a holder or both, and a group of people, over some days. Each of its numbers
is the range over all worlds that the claims allow; where claims conflict, over those that break the fewest.
"""

from habeas.reckoning.accounts.account import account

__all__ = ["account"]
