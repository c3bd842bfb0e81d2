"""The rows of a cohort table, and whether this client understands them (docs/wire.md §10)."""

import re

from wavecast.names import is_name, is_target
from wavecast.versions import Range

KEYS = {"release", "when", "devices", "salt", "hold", "skip", "config", "ranges", "embedded"}
ANSWERS = {"config", "ranges", "embedded"}
SALT = re.compile("[ -~]{1,64}")
LIST_HASH = re.compile("[0-9a-f]{16}")


def understood(row):
    """Whether every key, operator and type of a row is one of the table in §10."""
    if not isinstance(row, dict) or not row.keys() <= KEYS or not is_name(row.get("release")):
        return False
    if len(row.keys() & ANSWERS) != 1:
        return False
    if ("devices" in row or "ranges" in row) and "salt" not in row:
        return False
    return all(RULES[key](value) for key, value in row.items())


def is_condition(value):
    if isinstance(value, list):
        return all(isinstance(one, str) for one in value)
    try:
        Range.parse(value)
    except (AttributeError, TypeError, ValueError):
        return False
    return True


def is_when(value):
    return isinstance(value, dict) and all(
        is_name(dimension) and is_condition(condition) for dimension, condition in value.items()
    )


def is_devices(value):
    if isinstance(value, list):
        return all(map(is_list_hash, value))
    return is_target(value)


def is_list_hash(value):
    return isinstance(value, str) and bool(LIST_HASH.fullmatch(value))


def is_range(value):
    if not isinstance(value, list) or len(value) != 3:
        return False
    low, high, target = value
    integers = type(low) is int and type(high) is int
    return integers and 0 <= low <= high <= 9999 and is_target(target)


RULES = {
    "release": is_name,
    "when": is_when,
    "devices": is_devices,
    "salt": lambda value: isinstance(value, str) and bool(SALT.fullmatch(value)),
    "hold": lambda value: isinstance(value, bool),
    "skip": lambda value: isinstance(value, bool),
    "config": lambda value: value is None or is_target(value),
    "ranges": lambda value: isinstance(value, list) and all(map(is_range, value)),
    "embedded": lambda value: value is True,
}
