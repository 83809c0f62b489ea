"""Reckoning kept beside the ledger: only what a change touches is made anew, as if all were."""

from habeas.kept.catching_up import reckon, reckon_anew
from habeas.kept.held_anew import differences
from habeas.kept.listed import Listing
from habeas.kept.told import reckoned

__all__ = ["Listing", "differences", "reckon", "reckon_anew", "reckoned"]
