"""The application in the browser."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from habeas.commands.options import Home, OwnLexicon
from habeas.commands.terminal import say
from habeas.settings import settings


def serve(
    home: Home = None,
    lexicon: OwnLexicon = None,
    host: Annotated[str, typer.Option(metavar="ADDRESS", help="The address to listen at.")] = "127.0.0.1",
    port: Annotated[
        int, typer.Option(metavar="PORT", min=0, max=65535, help="The port; 0: any free one.")
    ] = 8765,
    by: Annotated[
        str | None, typer.Option(metavar="NAME", help="Your name beside your decisions; else the system's.")
    ] = None,
    allow_host: Annotated[
        list[str] | None,
        typer.Option(metavar="NAME", help="A name under which readers come, such as ledger.example.org."),
    ] = None,
    tls_in_front: Annotated[
        bool, typer.Option("--tls-in-front", help="A proxy before it does TLS, and says who comes.")
    ] = False,
    certificate: Annotated[
        Path | None, typer.Option(metavar="FILE", help="Do TLS with this certificate (PEM).")
    ] = None,
    key: Annotated[Path | None, typer.Option(metavar="FILE", help="The certificate's key (PEM).")] = None,
    without_tls: Annotated[
        bool, typer.Option("--without-tls", help="Serve others in the clear: the network is encrypted.")
    ] = False,
    workers: Annotated[
        int, typer.Option(min=1, metavar="N", help="How many processes read what is added, at most.")
    ] = 1,
) -> None:
    """Read, check and decide in a browser.

    Without users it serves this machine alone, and lets one browser in, with the address that it prints. To
    serve others add users first (habeas user add); docs/web.md tells how.

    \b
    Example:
      habeas serve --home habeas-data
    """
    from habeas.web.serving import Asked
    from habeas.web.serving import serve as serve_home

    asked = Asked(
        host=host,
        port=port,
        allowed=tuple(allow_host or ()),
        by=by,
        tls_in_front=tls_in_front,
        without_tls=without_tls,
        certificate=certificate,
        key=key,
        workers=workers,
    )
    serve_home(settings(home, lexicon), asked, lambda words: say(f"{words}\n"))
