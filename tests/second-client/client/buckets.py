"""Buckets and list hashes (docs/wire.md §8)."""

import hashlib


def first_bytes(domain, salt, device_id):
    parts = (domain.encode(), salt.encode(), device_id.encode())
    return hashlib.sha256(b"\0".join(parts)).digest()[:8]


def bucket(salt, device_id):
    return int.from_bytes(first_bytes("wavecast.bucket.v1", salt, device_id), "big") % 10_000


def list_hash(salt, device_id):
    return first_bytes("wavecast.device.v1", salt, device_id).hex()
