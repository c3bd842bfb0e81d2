"""Paths inside a package (docs/wire.md §12)."""

import re
import unicodedata

PATH_BYTES = 512
SEGMENT_BYTES = 255
RESERVED = re.compile(r"(?:con|prn|aux|nul|conin\$|conout\$|(?:com|lpt)[0-9¹²³])", re.IGNORECASE)


def is_path(path):
    control = any(unicodedata.category(character) == "Cc" for character in path)
    if control or not unicodedata.is_normalized("NFC", path) or re.search(r'[\\:*?"<>|]', path):
        return False
    return len(path.encode()) <= PATH_BYTES and all(map(is_segment, path.split("/")))


def is_segment(segment):
    if not 1 <= len(segment.encode()) <= SEGMENT_BYTES or segment.endswith((".", " ")):
        return False
    return not RESERVED.fullmatch(segment.split(".")[0].rstrip(" "))


def go_together(paths):
    """Whether one variant may list these, in this order."""
    encoded = [path.encode() for path in paths]
    lower = [path.lower() for path in paths]
    folders = {path[:at] for path in lower for at, one in enumerate(path) if one == "/"}
    distinct = len(set(lower)) == len(lower) and not folders & set(lower)
    return all(map(is_path, paths)) and encoded == sorted(encoded) and distinct
