"""A timestamp authority of our own: certificates and answers made by openssl, served on this machine."""

from __future__ import annotations

import subprocess
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from threading import Thread
from typing import Final

Answer = Callable[[bytes], bytes]

_CONFIG: Final = """
[req]
distinguished_name = dn
prompt = no
[dn]
CN = placeholder
[root]
basicConstraints = critical,CA:TRUE
keyUsage = critical,keyCertSign,cRLSign
[times]
basicConstraints = CA:FALSE
keyUsage = critical,digitalSignature
extendedKeyUsage = critical,timeStamping
[mail]
basicConstraints = CA:FALSE
keyUsage = critical,digitalSignature
extendedKeyUsage = critical,timeStamping,emailProtection
[answers]
serial = ./serial
signer_digest = sha256
default_policy = 1.2.3.4.1
digests = sha256, sha512
accuracy = secs:1
ess_cert_id_alg = sha256
[picky]
serial = ./serial
signer_digest = sha256
default_policy = 1.2.3.4.1
digests = sha512
"""
_ELLIPTIC: Final = ("-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256")
_RSA: Final = ("-newkey", "rsa:2048")


@dataclass(frozen=True)
class Authority:
    """Certificates in a folder: `root.pem`, `other.pem` (another root), and those that sign for the first."""

    folder: Path

    @property
    def root(self) -> Path:
        return self.folder / "root.pem"

    @property
    def other(self) -> Path:
        return self.folder / "other.pem"

    def answer(self, query: bytes, *, signer: str = "times", section: str = "answers") -> bytes:
        """What openssl answers to the query (DER), in DER."""
        (self.folder / "asked.tsq").write_bytes(query)
        signed = ("-signer", f"{signer}.pem", "-inkey", f"{signer}.key")
        self.openssl(
            "ts", "-reply", "-config", "made.cnf", "-section", section, *signed,
            "-queryfile", "asked.tsq", "-out", "answered.tsr",
        )  # fmt: skip
        return (self.folder / "answered.tsr").read_bytes()

    def openssl(self, *arguments: str) -> str:
        """Run openssl in the folder; what it says."""
        ran = subprocess.run(
            ["openssl", *arguments], cwd=self.folder, capture_output=True, text=True, check=True
        )
        return ran.stdout + ran.stderr


def make(folder: Path) -> Authority:
    """A new authority: `times`, `rsa` and `mail` (not for timestamps alone) sign."""
    authority = Authority(folder)
    (folder / "made.cnf").write_text(_CONFIG, "utf-8")
    (folder / "serial").write_text("01\n", "utf-8")
    for name, subject in (("root", "Velm Root"), ("other", "Orsk Root")):
        authority.openssl(
            "req", "-x509", *_ELLIPTIC, "-nodes", "-keyout", f"{name}.key", "-out", f"{name}.pem",
            "-days", "3650", "-subj", f"/CN={subject}", "-config", "made.cnf", "-extensions", "root",
        )  # fmt: skip
    for name, key, use, days in (
        ("times", _ELLIPTIC, "times", "365"),
        ("rsa", _RSA, "times", "365"),
        ("mail", _ELLIPTIC, "mail", "365"),
    ):
        _sign(authority, name, key, use, days)
    return authority


def _sign(authority: Authority, name: str, key: tuple[str, ...], use: str, days: str) -> None:
    authority.openssl(
        "req", *key, "-nodes", "-keyout", f"{name}.key", "-out", f"{name}.csr",
        "-subj", f"/O=Velm/CN=Velm Time ({name})", "-config", "made.cnf",
    )  # fmt: skip
    authority.openssl(
        "x509", "-req", "-in", f"{name}.csr", "-CA", "root.pem", "-CAkey", "root.key", "-days", days,
        "-extfile", "made.cnf", "-extensions", use, "-out", f"{name}.pem",
    )  # fmt: skip


@contextmanager
def serving(answer: Answer, *, status: int = 200) -> Iterator[str]:
    """The address of a server that gives this answer to what is posted to it."""

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            asked = self.rfile.read(int(self.headers["Content-Length"]))
            body = answer(asked) if self.headers["Content-Type"] == "application/timestamp-query" else b""
            self.send_response(status)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: object) -> None:
            pass

    server = HTTPServer(("127.0.0.1", 0), Handler)
    thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/tsa"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
