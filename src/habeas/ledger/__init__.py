"""The ledger: what was read, by whom and when, and what people decided. It only grows.

The only code that knows SQL.
"""

from habeas.ledger.blind import Blind
from habeas.ledger.ledger import Ledger, Stored
from habeas.ledger.queries import ClaimFilter

__all__ = ["Blind", "ClaimFilter", "Ledger", "Stored"]
