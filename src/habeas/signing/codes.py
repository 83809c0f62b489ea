"""One-time codes: those that an app on a phone shows (TOTP, RFC 6238), and those that stand in for them."""

from __future__ import annotations

import hashlib
import re
import secrets
import unicodedata
from datetime import datetime
from typing import Final

import pyotp
import segno

ISSUER: Final = "habeas"
SECONDS: Final = 30
# A clock that is half a minute off still gives a code that fits; RFC 6238 advises no more.
STEPS_OFF: Final = (0, -1, 1)
SPARE: Final = 10


def new_secret() -> str:
    """A secret to make codes from: 160 bits, in the letters that people copy (base 32)."""
    return pyotp.random_base32()


def is_secret(words: str) -> bool:
    """True for what `new_secret` could have made."""
    return re.fullmatch(r"[A-Z2-7]{32}", words, re.A) is not None


def picture(secret: str, name: str) -> str:
    """What a phone's camera takes the secret from: a QR code, as an SVG in a data address."""
    address = pyotp.TOTP(secret, interval=SECONDS).provisioning_uri(name=name, issuer_name=ISSUER)
    return segno.make(address, error="m", micro=False).svg_data_uri(scale=5, light="white")


def step_of(secret: str, code: str, now: datetime) -> int | None:
    """The step (of 30 s since 1970) whose code this is, if it is of about now."""
    totp = pyotp.TOTP(secret, interval=SECONDS)
    today = int(now.timestamp()) // SECONDS
    given = _plain(code).encode()
    # All are compared, in constant time each.
    fitting = [
        step
        for step in (today + off for off in STEPS_OFF)
        if secrets.compare_digest(totp.generate_otp(step).encode(), given)
    ]
    return fitting[0] if fitting else None


def new_spare() -> tuple[str, ...]:
    """Codes to be written down, each good once for when the phone is gone: 50 bits each."""
    return tuple(_grouped(pyotp.random_base32(32)[:10].lower()) for _ in range(SPARE))


def spare_hash(code: str) -> str:
    """What is kept of a code that stands in; its letters are random, so that a plain hash will do."""
    return hashlib.sha256(_plain(code).encode()).hexdigest()


def _plain(code: str) -> str:
    """The code without the spaces and dashes that make it easier to read; digits of any script are digits."""
    joined = "".join(code.split()).replace("-", "").lower()
    return "".join(str(unicodedata.digit(letter, letter)) for letter in joined)


def _grouped(code: str) -> str:
    return f"{code[:5]}-{code[5:]}"
