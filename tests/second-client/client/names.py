"""Names, scopes and times that stand in signed bytes (docs/wire.md §2, §3)."""

import re
from datetime import datetime, timezone

NAME = re.compile("[A-Za-z0-9._-]{1,255}")
TARGET_BYTES = 190
TIME = re.compile("[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}Z")


def is_name(value):
    return isinstance(value, str) and bool(NAME.fullmatch(value)) and value not in (".", "..")


def is_target(value):
    return is_name(value) and len(value) <= TARGET_BYTES


def parse_time(value):
    """Raises ValueError for what is no time."""
    if not isinstance(value, str) or not TIME.fullmatch(value):
        raise ValueError(f"{value!r} is no time")
    return datetime.strptime(value, "%Y-%m-%dT%H:%M:%SZ").replace(tzinfo=timezone.utc)
