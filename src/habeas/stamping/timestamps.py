"""Timestamps of the log by RFC 3161: what an authority is asked, and what its answer proves.

What is stamped is the hash of a line of the log, as it stands there: the imprint (SHA-256) is that hash,
since the request is made from the bytes that it is the hash of. So `openssl ts -verify -digest HASH -in X.tsr
-CAfile ROOT.pem` checks a stamp without habeas. Trust in an authority is never taken from its own answer: the
chain is checked against roots that the user gives, or it is said that it wasn't.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

from cryptography import x509
from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID
from rfc3161_client import (
    HashAlgorithm,
    PKIStatus,
    TimestampRequestBuilder,
    TimeStampResponse,
    VerificationError,
    VerifierBuilder,
    decode_timestamp_response,
)

from habeas.custody import LogLine
from habeas.errors import BadStamp, WrongUsage
from habeas.stamping.signatures import is_signed_by

Roots = Sequence[x509.Certificate]

QUERY_TYPE: Final = "application/timestamp-query"
# What an answer that was tampered with makes the libraries raise.
_MISMADE: Final = (
    ValueError,
    TypeError,
    LookupError,
    AttributeError,
    UnsupportedAlgorithm,
    x509.InvalidVersion,
    x509.DuplicateExtension,
    x509.UnsupportedGeneralNameType,
)
_SHA256: Final = "2.16.840.1.101.3.4.2.1"


@dataclass(frozen=True, slots=True)
class Query:
    """What an authority is asked: a TimeStampReq in DER; `nonce` is what its answer has to repeat."""

    der: bytes
    nonce: int | None


@dataclass(frozen=True, slots=True)
class Stamped:
    """What a sound timestamp says: at `at` (UTC) the authority was shown this hash (hex).

    `trusted` is True where its certificate leads to a root that the user gave.
    """

    hash: str
    at: datetime
    authority: str
    trusted: bool


def query(line: LogLine, *, nonce: bool) -> Query:
    """What to ask for a timestamp of this line of the log, with the certificates in the answer."""
    asked = (
        TimestampRequestBuilder(data=line.contents, hash_algorithm=HashAlgorithm.SHA256)
        .nonce(nonce=nonce)
        .build()
    )
    if asked.message_imprint.message.hex() != line.hash:
        raise BadStamp(f"the log's line {line.seq} isn't as it was written; run habeas verify")
    return Query(asked.as_bytes(), asked.nonce)


def stamped_hash(answer: bytes) -> str:
    """The hash (hex) that the answer is about; nothing of it is checked yet. Raises BadStamp."""
    return _granted(answer).tst_info.message_imprint.message.hex()


def stamped(answer: bytes, head: str, *, nonce: int | None = None, roots: Roots = ()) -> Stamped:
    """What the answer says, checked: it is about this hash, repeats the nonce, and is signed.

    The certificate must be one for timestamps, and have been good at the time that it states; with `roots`
    it must lead to one of them. Raises BadStamp, which says what doesn't hold.
    """
    try:
        return _checked(answer, head, nonce, roots)
    except _MISMADE:
        raise BadStamp("it holds a certificate or a signature that can't be read") from None


def _checked(answer: bytes, head: str, nonce: int | None, roots: Roots) -> Stamped:
    response = _granted(answer)
    told = response.tst_info
    imprint = told.message_imprint
    if imprint.hash_algorithm.dotted_string != _SHA256 or imprint.message.hex() != head:
        raise BadStamp("it is a timestamp of something else")
    if nonce is not None and told.nonce != nonce:
        raise BadStamp("it answers another request (its nonce differs)")
    at = _in_utc(told.gen_time)
    signer = _signer(response)
    refuse_unfit(signer, at)
    if roots:
        _refuse_untrusted(response, head, roots)
    else:
        _refuse_unsigned(response, signer)
    return Stamped(head, at, _name(signer), trusted=bool(roots))


def read_roots(path: Path | None) -> Roots:
    """The certificates in a PEM file that the user trusts. Raises WrongUsage."""
    if path is None:
        return ()
    try:
        return x509.load_pem_x509_certificates(path.read_bytes())
    except OSError as fault:
        raise WrongUsage(f"{path}: {fault.strerror} (give the authority's certificates as PEM)") from None
    except ValueError:
        raise WrongUsage(
            f"{path}: holds no certificates (give the authority's certificates as PEM)"
        ) from None


def _granted(answer: bytes) -> TimeStampResponse:
    """The answer, which holds a timestamp. Raises BadStamp."""
    try:
        response = decode_timestamp_response(answer)
    except ValueError:
        raise BadStamp("it is no answer by RFC 3161 in DER") from None
    if response.status != PKIStatus.GRANTED:
        said = "; ".join(response.status_string) or f"status {response.status}"
        raise BadStamp(f"the authority refused: {said}")
    try:
        response.tst_info  # noqa: B018  an answer may say that it is granted, and hold nothing
    except ValueError:
        raise BadStamp("it is said to be granted, and holds no timestamp") from None
    return response


def _signer(response: TimeStampResponse) -> x509.Certificate:
    """The certificate that the signature names. Raises BadStamp."""
    try:
        (signer,) = response.signed_data.signer_infos
        certificates = map(x509.load_der_x509_certificate, response.signed_data.certificates)
        return next(
            one
            for one in certificates
            if (one.issuer, one.serial_number) == (signer.issuer, signer.serial_number)
        )
    except (ValueError, StopIteration):
        raise BadStamp("it doesn't hold the certificate that it was signed with") from None


def refuse_unfit(signer: x509.Certificate, at: datetime) -> None:
    """Raise BadStamp where this certificate may not sign timestamps (RFC 3161, 2.3), or not at that time."""
    try:
        use = signer.extensions.get_extension_for_class(x509.ExtendedKeyUsage)
    except x509.ExtensionNotFound:
        raise BadStamp("its certificate isn't one for timestamps") from None
    if not use.critical or list(use.value) != [ExtendedKeyUsageOID.TIME_STAMPING]:
        raise BadStamp("its certificate isn't one for timestamps")
    if not signer.not_valid_before_utc <= at <= signer.not_valid_after_utc:
        raise BadStamp("its certificate wasn't good at the time that it states")


def _refuse_unsigned(response: TimeStampResponse, signer: x509.Certificate) -> None:
    sound = is_signed_by(response.time_stamp_token(), signer)
    if sound is None:
        raise BadStamp("how it is signed can only be checked with the authority's root (--tsa-cert)")
    if not sound:
        raise BadStamp("its signature isn't that of its certificate")


def _refuse_untrusted(response: TimeStampResponse, head: str, roots: Roots) -> None:
    try:
        VerifierBuilder(roots=list(roots)).build().verify(response, bytes.fromhex(head))
    except VerificationError as fault:
        why = " ".join(str(fault).split())
        raise BadStamp(f"its certificate doesn't lead to one that you trust ({why[:200]})") from None


def _in_utc(at: datetime) -> datetime:
    return at.astimezone(UTC) if at.tzinfo else at.replace(tzinfo=UTC)


def _name(signer: x509.Certificate) -> str:
    """The authority as its certificate calls it."""
    names = signer.subject.get_attributes_for_oid(NameOID.COMMON_NAME)
    return str(names[0].value) if names else signer.subject.rfc4514_string()
