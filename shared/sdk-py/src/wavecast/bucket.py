"""Buckets and list hashes (docs/wire.md §8)."""

import hashlib


def first_bytes(domain: str, salt: str, device_id: str) -> bytes:
    parts = (domain.encode(), salt.encode(), device_id.encode())
    return hashlib.sha256(b"\0".join(parts)).digest()[:8]


def bucket(salt: str, device_id: str) -> int:
    """The place of a device, from 0 to 9999, under a salt."""
    return int.from_bytes(first_bytes("wavecast.bucket.v1", salt, device_id), "big") % 10_000


def list_hash(salt: str, device_id: str) -> str:
    """The hash under which a device stands in a list, so that a list names nobody."""
    return first_bytes("wavecast.device.v1", salt, device_id).hex()
