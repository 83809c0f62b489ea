"""Whether all is as it was: hashes recomputed, the log printed, its end stamped."""

from __future__ import annotations

from collections import Counter
from functools import partial
from pathlib import Path
from typing import Annotated, Final

import typer

from habeas.commands.opening import desk_of, ledger_of, refuse_absent, who
from habeas.commands.options import AuthorityRoots, ByWhom, Format, FormatOption, Home, OwnLexicon
from habeas.commands.terminal import exit_if, one_line, say, say_lines, width
from habeas.errors import WrongUsage
from habeas.settings import settings

# The acts that the log tells of.
ACTS: Final = ("read", "decide", "assign", "opine", "arrive", "export", "stamp", "expunge", "user")

# No hash shows that an erasure was lawful, or one at all: whoever may write to the home can write one down.
_BY_WHOM: Final = "by whom and why: habeas log --action expunge"


def verify(
    bag: Annotated[
        Path | None, typer.Argument(metavar="[BAG]", help="A bag that somebody sent; else the home.")
    ] = None,
    head: Annotated[
        str | None, typer.Option("--head", metavar="HASH", help="An end of the log that was noted elsewhere.")
    ] = None,
    tsa_cert: AuthorityRoots = None,
    reckon: Annotated[
        bool, typer.Option("--reckon", help="Make events, conflicts and lists anew, and compare them.")
    ] = False,
    home: Home = None,
    lexicon: OwnLexicon = None,
) -> None:
    """Recompute the hashes, words, digests, log and timestamps of a home, or of a bag.

    Prints what is not as it was stored, and exits with 1. With --head it also says whether the log still
    holds the line that it ended with once, and how many came since; --reckon holds what is kept of events
    against the claims, which takes longer. A bag needs no home: it is checked on a machine that never saw its
    ledger.

    \b
    Example:
      habeas verify --home habeas-data
    """
    if bag is None:
        _verify_home(home, head, tsa_cert, lexicon=lexicon, reckon=reckon)
    elif reckon:
        raise WrongUsage("--reckon: a bag's events are what its exporter's ledger kept; give it with --home")
    else:
        _verify_bag(bag, head)


def _verify_home(
    home: Path | None, head: str | None, tsa_cert: Path | None, *, lexicon: Path | None, reckon: bool
) -> None:
    from habeas.custody import held
    from habeas.deciding import queued
    from habeas.publishing.phrases import count
    from habeas.stamping import check
    from habeas.stamping.timestamps import read_roots
    from habeas.vault import Vault

    roots, vault = read_roots(tsa_cert), Vault(settings(home).vault)
    with ledger_of(home) as ledger:
        faults, notes, stored, length = ledger.verify(vault), [*vault.notes()], ledger.stored(), ledger.height
        erased = [] if faults else ledger.erasures()
        ends, waiting = ledger.log_head(), 0 if faults else len(queued(ledger))
        noted = None if head is None else held(ledger.log_lines(), head)
        stamps = [] if faults else check(ledger, roots=roots)
    if reckon and faults:
        notes.append("events, conflicts and lists weren't held against the claims: mend what is wrong first")
    elif reckon:
        faults += _unlike_reckoned(home, lexicon)
    if head is not None and noted is None:
        faults.append(f"log: no line of it has the hash {head.strip()}: it was cut off, or made anew")
    faults += [one.in_words for one in stamps if one.fault is not None]
    for fault in faults:
        say(one_line(fault))
    for note in notes:
        say(one_line(f"note: {note}"))
    exit_if(len(faults))
    entries = f"{length:,} log {'entry' if length == 1 else 'entries'}"
    say(f"sound: {count(stored.reports, 'report')}, {count(stored.claims, 'claim')}, {entries}\n")
    if erased:
        told = Counter(erasure.matter.value for erasure in erased)
        say(f"{', '.join(count(number, matter) for matter, number in told.items())} erased, {_BY_WHOM}\n")
    if not reckon:
        say("note: events, conflicts and lists weren't held against the claims: habeas verify --reckon\n")
    if waiting:
        say(f"note: {count(waiting, 'decision')} waiting for a person: habeas decide --queued\n")
    if noted is not None:
        came = count(noted.since, "line")
        say(f"the log has what you noted: line {noted.line.seq}, of {noted.line.at}; {came} came since\n")
        if noted.erasures:
            came = count(noted.erasures, "erasure")
            say(f"note: {came} came since, {_BY_WHOM}: what went with it isn't held against what you noted\n")
    for stamp in stamps:
        say(one_line(stamp.in_words))
    if ends is not None:
        say(f"log ends with {ends}\n(note it elsewhere to see later that nothing was cut off)\n")


def _unlike_reckoned(home: Path | None, lexicon: Path | None) -> list[str]:
    """What is kept of events, conflicts and lists, and isn't what the claims give."""
    from habeas.kept import differences

    with desk_of(home, lexicon) as here:
        found = differences(here)
    return [*found, "habeas reread makes it all anew"] if found else found


def _verify_bag(bag: Path, head: str | None) -> None:
    from habeas.bag_checking import check_bag
    from habeas.publishing.phrases import count

    refuse_absent(bag)
    found = check_bag(bag, head=head, limits=settings().limits)
    for fault in found.faults:
        say(one_line(fault))
    exit_if(len(found.faults))
    logged = count(found.lines, "log line")
    masked = f" ({found.withheld:,} with words withheld, taken on their hash)" if found.withheld else ""
    say(f"sound: {count(found.reports, 'report')}, {count(found.claims, 'claim')}, {logged}{masked}\n")
    if found.after is not None:
        say(f"the log has this head at {found.asked_at}; {count(found.after, 'line')} came after it\n")
    elif head is not None:
        say("this is the very bag that was noted\n")
    else:
        say(f"log ends with {found.head}; the bag's own hash is {found.seal}\n")
        say("(a bag can be written anew whole: give one of these as it was noted elsewhere with --head)\n")


def log(
    action: Annotated[
        str | None, typer.Option(metavar="ACT", help=f"Only acts of one kind: {', '.join(ACTS)}.")
    ] = None,
    home: Home = None,
    format_: FormatOption = Format.TABLE,
) -> None:
    """Print what was done to the ledger, by whom and when; of what left or was erased, also why.

    \b
    Example:
      habeas log --action export
    """
    from habeas.publishing.logged import log_lines, log_text

    if action is not None and action not in ACTS:
        raise WrongUsage(f"--action {action}: no act; one of {', '.join(ACTS)}")
    with ledger_of(home) as ledger:
        found = [line for line in ledger.log_lines() if action in (None, line.action)]
        left, erased = ledger.departures(), ledger.erasures()
    if format_ is Format.JSONL:
        say_lines(log_lines(found, left, erased))
    else:
        say(log_text(found, left, erased, width=width()))


def stamp(
    tsa: Annotated[
        str | None, typer.Option("--tsa", metavar="URL", help="Ask the timestamp authority at this address.")
    ] = None,
    query: Annotated[
        Path | None, typer.Option(metavar="FILE.tsq", help="Write what to ask, for another machine to send.")
    ] = None,
    response: Annotated[
        Path | None, typer.Option(metavar="FILE.tsr", help="Take the answer that another machine got.")
    ] = None,
    tsa_cert: AuthorityRoots = None,
    by: ByWhom = None,
    allow_private: Annotated[
        bool, typer.Option("--allow-private", help="The authority is in this machine's own network.")
    ] = False,
    home: Home = None,
) -> None:
    """Have an authority state that the log's end was there by now (RFC 3161).

    Only a hash leaves. The answer is checked and kept with the log, and verify checks it again. Without a
    network write the query into a file, let another machine send it, and bring the answer back.

    \b
    Example:
      habeas stamp --tsa https://tsa.example.org/tsr
    """
    from habeas.intake.fetching import post
    from habeas.stamping import Stamping, write_query
    from habeas.stamping.timestamps import QUERY_TYPE, read_roots

    if [tsa, query, response].count(None) != 2:
        raise WrongUsage("give one of --tsa, --query and --response")
    roots = read_roots(tsa_cert)
    with ledger_of(home) as ledger:
        if query is not None:
            line = write_query(ledger, query)
            say(f"wrote what to ask of line {line.seq} to {query}; take the answer with --response\n")
            return
        if response is not None:
            said = Stamping(ledger, who(by), roots).take_response(response)
        elif tsa is not None:
            send = partial(post, tsa, media_type=QUERY_TYPE, allow_private=allow_private)
            said = Stamping(ledger, who(by), roots).ask(tsa, send)
    say(one_line(f"stamped by {said.authority} at {said.at:%Y-%m-%d %H:%M:%S} UTC: {said.hash}"))
