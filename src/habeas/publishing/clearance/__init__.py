"""Clearance: one allow-list decides what may leave."""

from habeas.publishing.clearance.clearing import clear

__all__ = ["clear"]
