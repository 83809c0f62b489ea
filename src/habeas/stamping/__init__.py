"""Timestamps of the log's head by RFC 3161: asked for, checked, kept."""

from habeas.stamping.kept import Stamping, check, checked, write_query

__all__ = ["Stamping", "check", "checked", "write_query"]
