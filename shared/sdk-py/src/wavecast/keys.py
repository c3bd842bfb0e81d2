"""Keys, key ids and signatures (docs/wire.md §4)."""

import hashlib
import re

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric import ec, ed25519
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    PublicFormat,
    load_pem_public_key,
)

from wavecast import curve
from wavecast.strict import canonical


def key_id(key):
    return hashlib.sha256(canonical(key)).hexdigest()


def unhex(text):
    """The bytes of lower-case hex; None for anything else."""
    if not isinstance(text, str) or not re.fullmatch("(?:[0-9a-f]{2})*", text):
        return None
    return bytes.fromhex(text)


def usable(key):
    """The public key behind a key of a root; None for one that this client can't use."""
    try:
        kind, public = (key["keytype"], key["scheme"]), key["keyval"]["public"]
        if kind == ("ed25519", "ed25519"):
            data = unhex(public)
            strict = data is not None and len(data) == 32 and not curve.is_weak(data)
            return ed25519.Ed25519PublicKey.from_public_bytes(data) if strict else None
        if kind == ("ecdsa", "ecdsa-sha2-nistp256"):
            public = load_pem_public_key(public.encode())
            fits = isinstance(public, ec.EllipticCurvePublicKey)
            return public if fits and isinstance(public.curve, ec.SECP256R1) else None
    except (AttributeError, KeyError, TypeError, ValueError):
        pass
    return None


def signer(key, message, signature):
    """The bytes by which the key is the same key, if the signature is its; else None."""
    public = usable(key)
    if public is None or signature is None:
        return None
    try:
        if isinstance(public, ed25519.Ed25519PublicKey):
            if len(signature) != 64 or curve.is_weak(signature[:32]):
                return None
            public.verify(signature, message)
            return public.public_bytes(Encoding.Raw, PublicFormat.Raw)
        public.verify(signature, message, ec.ECDSA(SHA256()))
        return public.public_bytes(Encoding.X962, PublicFormat.CompressedPoint)
    except InvalidSignature:
        return None


def distinct_signers(keys, message, signatures):
    """How many distinct public keys among `keys` (by id) have signed."""
    signers = {
        signer(keys[signature["keyid"]], message, unhex(signature["sig"]))
        for signature in signatures
        if signature["keyid"] in keys
    }
    return len(signers - {None})
