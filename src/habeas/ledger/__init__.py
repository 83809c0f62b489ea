"""The ledger: what was read, by whom and when, and what people decided. It only grows.

The only code that knows SQL.
"""

from habeas.ledger.blind import Blind
from habeas.ledger.ledger import Ledger, Stored
from habeas.ledger.queries import ClaimFilter
from habeas.ledger.session import Sizing
from habeas.ledger.shelf import Count, Page, Shelf, Shelved

__all__ = ["Blind", "ClaimFilter", "Count", "Ledger", "Page", "Shelf", "Shelved", "Sizing", "Stored"]
