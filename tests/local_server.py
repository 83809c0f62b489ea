"""A web server on 127.0.0.1 that answers as it is told, byte for byte: what servers out there might do."""

from __future__ import annotations

import socket
import ssl
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import closing, contextmanager, suppress

# What a path is answered with: these bytes, or whatever is done with the connection.
Answer = bytes | Callable[[socket.socket], None]


class LocalServer:
    """One connection a request. `asked` are the paths that were asked for, in order."""

    def __init__(self, pages: Mapping[str, Answer], *, tls: ssl.SSLContext | None = None) -> None:
        self.pages = dict(pages)
        self._tls = tls
        self.asked: list[str] = []
        self.requests: list[bytes] = []
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.port: int = self._listener.getsockname()[1]
        self._thread = threading.Thread(target=self._serve, daemon=True)
        self._thread.start()

    @property
    def base(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def close(self) -> None:
        # A listener that is only closed lets the one who waits at it wait on.
        with suppress(OSError):
            self._listener.shutdown(socket.SHUT_RDWR)
        self._listener.close()
        self._thread.join()

    def _serve(self) -> None:
        while True:
            try:
                connection, _ = self._listener.accept()
            except OSError:
                return
            threading.Thread(target=self._answer, args=(connection,), daemon=True).start()

    def _answer(self, connection: socket.socket) -> None:
        with closing(connection), suppress(OSError):
            if self._tls is not None:
                connection = self._tls.wrap_socket(connection, server_side=True)
            self._speak(connection)

    def _speak(self, connection: socket.socket) -> None:
        with closing(connection):
            request = b""
            while b"\r\n\r\n" not in request and (piece := connection.recv(65536)):
                request += piece
                if request.startswith(b"\x16"):  # TLS, which this doesn't speak: as other servers answer
                    connection.sendall(b"HTTP/1.1 400 Bad Request\r\n\r\n")
                    return
            path = request.split(b" ")[1].decode() if request.count(b" ") > 1 else ""
            self.asked.append(path)
            self.requests.append(request)
            answer = self.pages.get(path, served(b"no", status="404 Not Found"))
            if callable(answer):
                answer(connection)
            else:
                connection.sendall(answer)


def served(body: bytes, content_type: str = "text/html", *, status: str = "200 OK", **headers: str) -> bytes:
    """An answer with this body; `headers` with underscores for hyphens."""
    lines = [f"HTTP/1.1 {status}", f"Content-Type: {content_type}", f"Content-Length: {len(body)}"]
    lines += [f"{name.replace('_', '-')}: {value}" for name, value in headers.items()]
    return "\r\n".join(lines).encode() + b"\r\n\r\n" + body


def leading_to(address: str, status: str = "302 Found") -> bytes:
    """A redirect."""
    return served(b"", status=status, Location=address)


@contextmanager
def serving(pages: Mapping[str, Answer], *, tls: ssl.SSLContext | None = None) -> Iterator[LocalServer]:
    """A server of these pages, by path; inside TLS where that is given."""
    server = LocalServer(pages, tls=tls)
    try:
        yield server
    finally:
        server.close()
