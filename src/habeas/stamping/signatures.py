"""Whether a timestamp's signature is that of its own certificate (CMS SignedData, RFC 5652, section 5.4).

rfc3161-client checks a signature only together with a chain to a trusted root. A stamp whose root nobody gave
is still checked as far as it can be: this is that part, on cryptography's ASN.1 and its signatures.
"""

from __future__ import annotations

from typing import Annotated, Final

from cryptography import x509
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat import asn1
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, padding, rsa

_MESSAGE_DIGEST: Final = "1.2.840.113549.1.9.4"
# RFC 5035 and, with SHA-1, RFC 2634: the hash of the certificate that was signed with.
_SIGNING_CERTIFICATE: Final = ("1.2.840.113549.1.9.16.2.47", "1.2.840.113549.1.9.16.2.12")
_HASHES: Final[dict[str, type[hashes.HashAlgorithm]]] = {
    "2.16.840.1.101.3.4.2.1": hashes.SHA256,
    "2.16.840.1.101.3.4.2.2": hashes.SHA384,
    "2.16.840.1.101.3.4.2.3": hashes.SHA512,
}


@asn1.sequence
class _Algorithm:
    oid: x509.ObjectIdentifier
    parameters: asn1.Null | None


@asn1.sequence
class _Attribute:
    type: x509.ObjectIdentifier
    values: asn1.SetOf[asn1.TLV]


@asn1.sequence
class _Signer:
    version: int
    sid: asn1.TLV
    digest: _Algorithm
    attributes: Annotated[asn1.SetOf[_Attribute], asn1.Implicit(0)]
    algorithm: asn1.TLV  # RSASSA-PSS has parameters of its own
    signature: bytes


@asn1.sequence
class _Content:
    type: x509.ObjectIdentifier
    content: Annotated[bytes, asn1.Explicit(0)]


@asn1.sequence
class _Signed:
    version: int
    digests: asn1.SetOf[_Algorithm]
    content: _Content
    certificates: Annotated[asn1.SetOf[asn1.TLV] | None, asn1.Implicit(0)]
    crls: Annotated[asn1.SetOf[asn1.TLV] | None, asn1.Implicit(1)]
    signers: asn1.SetOf[_Signer]


@asn1.sequence
class _Token:
    type: x509.ObjectIdentifier
    signed: Annotated[_Signed, asn1.Explicit(0)]


def is_signed_by(token: bytes, certificate: x509.Certificate) -> bool | None:
    """True where the token (DER) was signed with this certificate's key, RSA (PKCS #1) or ECDSA.

    None where it was signed in another way, of which nothing is said.
    """
    try:
        signed = asn1.decode_der(_Token, token).signed
        (signer,) = signed.signers.as_list()
        signer.algorithm.parse(_Algorithm)
    except ValueError:
        return None
    found = _HASHES.get(signer.digest.oid.dotted_string)
    if found is None:
        return None
    algorithm = found()
    digest = hashes.Hash(algorithm)
    digest.update(signed.content.content)
    if _value(signer, _MESSAGE_DIGEST) != digest.finalize() or not _names(signer, certificate):
        return False
    # The signature is over the attributes as the SET that they are, not as the part of the message.
    return _fits(certificate, signer.signature, asn1.encode_der(signer.attributes), algorithm)


def _names(signer: _Signer, certificate: x509.Certificate) -> bool:
    """True where what was signed names this certificate, letter for letter, as RFC 3161 asks for."""
    named = b"".join(_value(signer, oid) or b"" for oid in _SIGNING_CERTIFICATE)
    ways: tuple[type[hashes.HashAlgorithm], ...] = (*_HASHES.values(), hashes.SHA1)
    prints = [certificate.fingerprint(way()) for way in ways]
    return any(bytes((4, len(one))) + one in named for one in prints)  # as OCTET STRING


def _value(signer: _Signer, oid: str) -> bytes | None:
    """The contents of the one value of an attribute that is there once."""
    found = [one for one in signer.attributes.as_list() if one.type.dotted_string == oid]
    values = found[0].values.as_list() if len(found) == 1 else []
    return bytes(values[0].data) if len(values) == 1 else None


def _fits(
    certificate: x509.Certificate, signature: bytes, data: bytes, algorithm: hashes.HashAlgorithm
) -> bool | None:
    key = certificate.public_key()
    try:
        if isinstance(key, rsa.RSAPublicKey):
            key.verify(signature, data, padding.PKCS1v15(), algorithm)
        elif isinstance(key, ec.EllipticCurvePublicKey):
            key.verify(signature, data, ec.ECDSA(algorithm))
        else:
            return None
    except InvalidSignature:
        return False
    return True
