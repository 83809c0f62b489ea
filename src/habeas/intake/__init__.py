"""Any bytes to a Report: files, folders, containers in, text with what each document states of itself out."""

from habeas.intake.containers import Member, Passed, Refused, container_kind, unpack
from habeas.intake.files import Found, find_files, printable
from habeas.intake.stated import Stated
from habeas.intake.taking import checked, take_in, take_member

__all__ = [
    "Found",
    "Member",
    "Passed",
    "Refused",
    "Stated",
    "checked",
    "container_kind",
    "find_files",
    "printable",
    "take_in",
    "take_member",
    "unpack",
]
