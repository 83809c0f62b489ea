"""Public reports in, an accountable ledger of who is said to be held out."""

from habeas.model import Claim, Name, Period, Quantity, Reading, Report, Span, Unread

__version__ = "0.1.0"

__all__ = ["Claim", "Name", "Period", "Quantity", "Reading", "Report", "Span", "Unread"]
