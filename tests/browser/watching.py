"""A browser whose every request and complaint is noted."""

from __future__ import annotations

from dataclasses import dataclass, field

from playwright.sync_api import BrowserContext, ConsoleMessage, Dialog, Page, Request, WebSocket

# What a browser makes of its own bytes, without asking anybody.
OWN = ("data:", "blob:", "about:")
REFUSED = "Failed to load resource: the server responded with a status of 4"


@dataclass  # without slots: Playwright notes on the object what it calls
class Watch:
    """What went wrong in one browser context that looks at one server."""

    address: str
    refusals: bool = False  # True where the test is about answers such as 403, of which browsers complain too
    requests: list[str] = field(default_factory=list)
    foreign: list[str] = field(default_factory=list)
    complaints: list[str] = field(default_factory=list)  # of the console: errors, broken rules on content
    dialogs: list[str] = field(default_factory=list)

    def over(self, context: BrowserContext) -> Watch:
        """The same, watching this context."""
        context.on("request", self._asked)
        context.on("console", self._said)
        context.on("weberror", lambda error: self.complaints.append(str(error.error)))
        context.on("dialog", self._popped_up)
        context.on("page", self._opened)
        return self

    def none_left(self) -> None:
        """Fails where a request left the server's own address."""
        assert self.foreign == [], "these requests leave the server's own address"

    def all_well(self) -> None:
        """Fails where a request left, a script failed, a rule on content was broken or a dialog opened."""
        self.none_left()
        assert self.complaints == []
        assert self.dialogs == []

    def _asked(self, request: Request) -> None:
        self.requests.append(request.url)
        if not request.url.startswith((f"{self.address}/", *OWN)):
            self.foreign.append(request.url)

    def _said(self, message: ConsoleMessage) -> None:
        refused = message.text.startswith(REFUSED) and self.refusals
        if message.type in ("error", "warning") and not refused:
            self.complaints.append(f"{message.page.url if message.page else ''}: {message.text}")

    def _popped_up(self, dialog: Dialog) -> None:
        self.dialogs.append(dialog.message)
        dialog.dismiss()

    def _opened(self, page: Page) -> None:
        page.on("websocket", self._connected)

    def _connected(self, websocket: WebSocket) -> None:
        self.foreign.append(websocket.url)
