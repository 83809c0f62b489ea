"""Containers of reports: archives, mailboxes and captures of the web, each member a report of its own."""

from habeas.intake.containers.members import Member, Passed, Piece, Refused
from habeas.intake.containers.unpacking import container_kind, unpack

__all__ = ["Member", "Passed", "Piece", "Refused", "container_kind", "unpack"]
