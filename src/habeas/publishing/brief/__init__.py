"""The brief: what the ledger says, in words, section by section."""

from habeas.publishing.brief.whole import brief

__all__ = ["brief"]
