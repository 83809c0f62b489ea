"""Who may sign in where habeas serves others."""

from __future__ import annotations

import sys
from typing import Annotated

import typer

from habeas.commands.opening import ledger_of, who
from habeas.commands.options import ByWhom, Home, PasswordStdin, RoleGiven, Whom
from habeas.commands.terminal import one_line, say

app = typer.Typer(rich_markup_mode=None)


@app.callback()
def user_group() -> None:
    """Say who may sign in where habeas serves others.

    \b
    Example:
      habeas user add "Mira Toll" --role reviewer
    """


@app.command("add")
def user_add(
    name: Whom,
    role: Annotated[RoleGiven, typer.Option(help="What they may do.")] = RoleGiven.VIEWER,
    by: ByWhom = None,
    password_stdin: PasswordStdin = False,
    home: Home = None,
) -> None:
    """Add a user. Their name stands beside all that they decide.

    A viewer reads; a reviewer decides and adds reports too; an admin sees who opened what, and lets others
    in or out. The password is asked for, or taken from standard input; it is never an option.

    \b
    Example:
      habeas user add "Mira Toll" --role reviewer
    """
    from habeas.ledger.users import Role
    from habeas.signing.people import add_user, refuse_odd

    refuse_odd(name)
    with ledger_of(home, create=True) as ledger:
        add_user(ledger, name, Role[role.name], _password(stdin=password_stdin), by=who(by))
    say(one_line(f"added {name}, {role}"))


@app.command("list")
def user_list(home: Home = None) -> None:
    """Print who may sign in, and what was last changed about them.

    \b
    Example:
      habeas user list
    """
    with ledger_of(home) as ledger:
        for user in ledger.users.all():
            what = "disabled" if user.disabled else user.role.word
            changed = f"{user.change} by {user.by}, {user.at:%Y-%m-%d %H:%M} UTC"
            say(one_line(f"{user.name}: {what} ({changed})"))


@app.command("disable")
def user_disable(name: Whom, by: ByWhom = None, home: Home = None) -> None:
    """Let a user in no more, and end their sessions. What they decided stays.

    \b
    Example:
      habeas user disable "Mira Toll"
    """
    with ledger_of(home) as ledger:
        say(one_line(f"disabled {ledger.users.disable(name, by=who(by)).name}"))


@app.command("enable")
def user_enable(name: Whom, by: ByWhom = None, home: Home = None) -> None:
    """Let a user in again who was disabled.

    \b
    Example:
      habeas user enable "Mira Toll"
    """
    with ledger_of(home) as ledger:
        user = ledger.users.enable(name, by=who(by))
        say(one_line(f"enabled {user.name}, {user.role.word}"))


@app.command("role")
def user_role(
    name: Whom,
    role: Annotated[RoleGiven, typer.Argument(metavar="ROLE", help="viewer, reviewer or admin.")],
    by: ByWhom = None,
    home: Home = None,
) -> None:
    """Give a user another role, from their next click on.

    \b
    Example:
      habeas user role "Mira Toll" admin
    """
    from habeas.ledger.users import Role

    with ledger_of(home) as ledger:
        user = ledger.users.set_role(name, Role[role.name], by=who(by))
        say(one_line(f"{user.name} is now {user.role.word}"))


@app.command("password")
def user_password(
    name: Whom,
    by: ByWhom = None,
    password_stdin: PasswordStdin = False,
    drop_codes: Annotated[
        bool, typer.Option("--drop-codes", help="Ask them for no one-time codes: their phone is lost.")
    ] = False,
    home: Home = None,
) -> None:
    """Give a user another password, and end their sessions.

    \b
    Example:
      habeas user password "Mira Toll"
    """
    from habeas.signing.people import give_password

    with ledger_of(home) as ledger:
        user = ledger.users.known(name)
        give_password(ledger, user.name, _password(stdin=password_stdin), by=who(by))
        if drop_codes:
            ledger.users.set_codes(user.name, None, (), by=who(by))
    say(one_line(f"{user.name} has a new password, and is signed out everywhere"))


def _password(*, stdin: bool) -> str:
    """A password, from a prompt (twice) or the first line of standard input."""
    if stdin:
        return sys.stdin.readline().rstrip("\r\n")
    asked: str = typer.prompt("Password", hide_input=True, confirmation_prompt="Once more", err=True)
    return asked
