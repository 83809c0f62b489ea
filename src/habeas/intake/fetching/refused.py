"""The one fault of fetching: what isn't fetched, and what to do instead."""

from __future__ import annotations


class Refused(Exception):
    """An address that isn't fetched, or what it serves: why, in words that follow it, and what to do."""

    def __init__(self, why: str, cure: str = "") -> None:
        self.why, self.cure = why, cure
        super().__init__(why)
