"""Properties: flat values by key, and layers over them (docs/wire.md §14)."""

import re
import unicodedata
from typing import Any

from wavecast.strict import read, shape

BYTES = 512 * 1024
KEY = re.compile("[A-Za-z0-9._-]{1,255}")


def read_properties(data: bytes) -> dict[str, Any]:
    """A verified properties file: strings, integers, booleans and None by key."""
    return check_properties(read(data, BYTES))


def check_properties(value: object) -> dict[str, Any]:
    """Refuses what isn't flat, or has keys or texts that can't be signed."""
    shape(isinstance(value, dict), "properties are no object")
    for key, one in value.items():
        shape(KEY.fullmatch(key), f"the key {key[:40]!r} of a property")
        shape(not isinstance(one, (dict, list)), f"{key} isn't flat")
        signable = not isinstance(one, str) or is_signable(one)
        shape(signable, f"{key} holds control characters or isn't NFC")
    return value


def is_signable(text: str) -> bool:
    """NFC without control characters."""
    control = any(unicodedata.category(character) == "Cc" for character in text)
    return not control and unicodedata.is_normalized("NFC", text)


def overlay(base: dict[str, Any], *layers: dict[str, Any]) -> dict[str, Any]:
    """What an app sees: each layer laid over what lies beneath, by top-level key."""
    seen = dict(base)
    for layer in layers:
        seen.update(layer)
    return seen
