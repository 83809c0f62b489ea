"""The brief: what the ledger says, in words, section by section; or what of it has changed since a day."""

from habeas.publishing.brief.changes import changes
from habeas.publishing.brief.news import Since
from habeas.publishing.brief.whole import brief

__all__ = ["Since", "brief", "changes"]
