"""JSON as it is published: read strictly, written canonically (docs/wire.md §3)."""

import json
import re

DEPTH = 32
VALUES = 1 << 20
INTEGER = (1 << 53) - 1
SURROGATE = re.compile("[\ud800-\udfff]")


class Refused(Exception):
    """The first rule that bytes break: shape, signature, scope, version, hash, expired, offline."""

    def __init__(self, rule, why):
        super().__init__(f"{rule}: {why}")
        self.rule = rule


def shape(holds, why):
    """Refuses what is not even of the right shape."""
    if not holds:
        raise Refused("shape", why)


def read(data, limit):
    """The value of JSON bytes, if they keep every rule of §3."""
    shape(len(data) <= limit, f"more than {limit} bytes")
    try:
        text = data.decode("utf-8")
        check_depth(text)
        value = json.loads(
            text,
            object_pairs_hook=members,
            parse_int=integer,
            parse_float=no_number,
            parse_constant=no_number,
        )
    except ValueError as error:
        raise Refused("shape", str(error)) from error
    shape(count(value) <= VALUES, "too many values")
    return value


def canonical(value):
    """OLPC canonical JSON of a value, as bytes."""
    if value is None or isinstance(value, bool):
        return {None: b"null", True: b"true", False: b"false"}[value]
    if isinstance(value, int):
        return str(value).encode()
    if isinstance(value, str):
        return b'"' + value.replace("\\", "\\\\").replace('"', '\\"').encode() + b'"'
    if isinstance(value, list):
        return b"[" + b",".join(map(canonical, value)) + b"]"
    pairs = (canonical(key) + b":" + canonical(value[key]) for key in sorted(value))
    return b"{" + b",".join(pairs) + b"}"


def check_depth(text):
    """Before anything is parsed: brackets outside of strings, open at the same time."""
    depth = 0
    for mark in re.findall(r'"(?:[^"\\]|\\.)*"|[\[{\]}]', text, re.DOTALL):
        depth += {"[": 1, "{": 1, "]": -1, "}": -1}.get(mark, 0)
        shape(depth <= DEPTH, "nested too deeply")


def members(pairs):
    names = [name for name, _ in pairs]
    shape(len(set(names)) == len(names), "a key appears twice")
    return dict(pairs)


def integer(text):
    shape(text != "-0" and len(text) <= 17 and abs(int(text)) <= INTEGER, f"the number {text[:20]}")
    return int(text)


def no_number(text):
    raise ValueError(f"{text} is not an integer")


def count(value):
    """Values, nested ones included; refuses unpaired surrogates on the way."""
    if isinstance(value, str):
        shape(not SURROGATE.search(value), "an unpaired surrogate")
    if isinstance(value, dict):
        shape(not any(map(SURROGATE.search, value)), "an unpaired surrogate")
        return 1 + sum(map(count, value.values()))
    if isinstance(value, list):
        return 1 + sum(map(count, value))
    return 1
