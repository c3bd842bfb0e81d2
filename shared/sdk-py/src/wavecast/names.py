"""Names, scopes and times that stand in signed bytes (docs/wire.md §2, §3)."""

import re
from datetime import datetime, timezone

NAME = re.compile("[A-Za-z0-9._-]{1,255}")
TARGET_BYTES = 190
SLUG = re.compile("[a-z0-9][a-z0-9._-]{0,63}")
HASH = re.compile("[0-9a-f]{64}")
TIME = re.compile("[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}Z")


def is_name(value: object) -> bool:
    """Releases, dimensions, layers: 1 to 255 of the alphabet, and neither `.` nor `..`."""
    return isinstance(value, str) and bool(NAME.fullmatch(value)) and value not in (".", "..")


def is_target(value: object) -> bool:
    return is_name(value) and len(value) <= TARGET_BYTES


def is_slug(value: object) -> bool:
    """Organizations, applications, channels."""
    return isinstance(value, str) and bool(SLUG.fullmatch(value))


def is_scope(value: object) -> bool:
    """`organization/application/channel`."""
    parts = value.split("/") if isinstance(value, str) else []
    return len(parts) == 3 and all(map(is_slug, parts)) and parts[2] not in ("targets", "files")


def is_package(value: object) -> bool:
    """A package's name: no `-` in it is followed by a digit."""
    return is_slug(value) and not re.search("-[0-9]", value)


def is_hash(value: object) -> bool:
    """A SHA-256 in hex."""
    return isinstance(value, str) and bool(HASH.fullmatch(value))


def is_count(value: object, least: int = 0) -> bool:
    """An integer, and no boolean, which Python takes for one."""
    return type(value) is int and value >= least


def parse_time(value: object) -> datetime:
    """Raises ValueError for what is no time."""
    if not isinstance(value, str) or not TIME.fullmatch(value):
        raise ValueError(f"{value!r} is no time")
    return datetime.strptime(value, "%Y-%m-%dT%H:%M:%SZ").replace(tzinfo=timezone.utc)
