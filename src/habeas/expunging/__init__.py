"""Lawful erasure: a report, or one name everywhere, goes with its bytes; a tombstone stays."""

from habeas.expunging.home import Expunged, erase, expunge_name, expunge_report, wanted

__all__ = ["Expunged", "erase", "expunge_name", "expunge_report", "wanted"]
