"""Verify a Wavecast channel, and choose what a device gets. The rules are those of the
specification, docs/wire.md; every client gives the same answers."""

from wavecast.bucket import bucket, list_hash
from wavecast.choice import choose, may_go
from wavecast.client import Client
from wavecast.config import read_config
from wavecast.lists import read_device_list
from wavecast.manifest import read_manifest, variant_of
from wavecast.properties import overlay, read_properties
from wavecast.strict import Refused
from wavecast.trust import Publication, Trusted
from wavecast.versions import Range, Version

__all__ = [
    "Client",
    "Publication",
    "Range",
    "Refused",
    "Trusted",
    "Version",
    "bucket",
    "choose",
    "list_hash",
    "may_go",
    "overlay",
    "read_config",
    "read_device_list",
    "read_manifest",
    "read_properties",
    "variant_of",
]
