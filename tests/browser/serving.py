"""The application, served on this machine for as long as a test looks at it."""

from __future__ import annotations

import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager

import uvicorn
from fastapi import FastAPI

PATIENCE = 30  # seconds that a start may take on a busy machine


@contextmanager
def served(app: FastAPI) -> Iterator[str]:
    """The address of the application while it runs, "http://127.0.0.1:41234"."""
    with socket.socket() as listening:
        listening.bind(("127.0.0.1", 0))
        server = uvicorn.Server(_config(app))
        running = threading.Thread(target=server.run, kwargs={"sockets": [listening]}, daemon=True)
        running.start()
        try:
            _wait_for(server, running)
            yield f"http://127.0.0.1:{listening.getsockname()[1]}"
        finally:
            server.should_exit = True
            running.join(PATIENCE)


def _config(app: FastAPI) -> uvicorn.Config:
    # Streams of progress may still be held open when a test ends.
    return uvicorn.Config(
        app, log_level="error", access_log=False, lifespan="on", timeout_graceful_shutdown=1
    )


def _wait_for(server: uvicorn.Server, running: threading.Thread) -> None:
    until = time.monotonic() + PATIENCE
    while not server.started:
        assert running.is_alive(), "the application didn't start"
        assert time.monotonic() < until, "the application takes too long to start"
        time.sleep(0.02)
