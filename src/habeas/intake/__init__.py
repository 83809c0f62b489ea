"""Any bytes to a Report: files and folders in, text with what each document states of itself out."""

from habeas.intake.files import Found, find_files
from habeas.intake.stated import Stated
from habeas.intake.taking import checked, take_in

__all__ = ["Found", "Stated", "checked", "find_files", "take_in"]
