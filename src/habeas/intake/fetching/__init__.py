"""From an address on the web to the bytes that it serves, kept with the whole exchange."""

from habeas.intake.fetching.addresses import parted
from habeas.intake.fetching.capture import AGENT, Captured, Exchange, Fetcher, World, whole_address
from habeas.intake.fetching.posting import post
from habeas.intake.fetching.refused import Refused
from habeas.intake.fetching.served import Kind, kind_served, parse_served, take_served
from habeas.intake.fetching.warc import as_warc

__all__ = [
    "AGENT",
    "Captured",
    "Exchange",
    "Fetcher",
    "Kind",
    "Refused",
    "World",
    "as_warc",
    "kind_served",
    "parse_served",
    "parted",
    "post",
    "take_served",
    "whole_address",
]
