"""Versions and ranges (docs/wire.md §9)."""

import re
from functools import total_ordering

PART = "(?:0|[1-9][0-9]{0,17})"
IDENTIFIER = "[0-9A-Za-z-]+"
PRERELEASE = r"(?:0|[1-9][0-9]*|[0-9]*[A-Za-z-][0-9A-Za-z-]*)"
VERSION = re.compile(
    rf"({PART}(?:\.{PART}){{0,3}})"
    rf"(?:-({PRERELEASE}(?:\.{PRERELEASE})*))?"
    rf"(?:\+{IDENTIFIER}(?:\.{IDENTIFIER})*)?"
)
COMPARISON = re.compile("(>=|>|<=|<|=)(.*)", re.DOTALL)
BYTES = 256
LARGEST_PART = 10**18 - 1


@total_ordering
class Version:
    """Four parts, and the identifiers of a prerelease or None."""

    def __init__(self, parts, prerelease=None):
        self.parts = parts
        self.prerelease = prerelease

    @classmethod
    def parse(cls, text):
        """Raises ValueError for what is no version."""
        found = VERSION.fullmatch(text)
        if not found or len(text.encode()) > BYTES:
            raise ValueError(f"{text[:40]!r} is no version")
        parts = [int(part) for part in found[1].split(".")]
        prerelease = found[2].split(".") if found[2] is not None else None
        return cls((parts + [0, 0, 0])[:4], prerelease)

    def key(self):
        """Compares as versions do: no prerelease above any, numbers below words."""
        if self.prerelease is None:
            return self.parts, (1,)
        ids = [(0, int(id), "") if id.isdigit() else (1, 0, id) for id in self.prerelease]
        return self.parts, (0, ids)

    def __eq__(self, other):
        return self.key() == other.key()

    def __lt__(self, other):
        return self.key() < other.key()

    def next(self):
        """The lowest version above this one; None above the highest."""
        if self.prerelease is not None:
            return Version(self.parts, [*self.prerelease, "0"])
        parts = list(self.parts)
        for place in (3, 2, 1, 0):
            if parts[place] < LARGEST_PART:
                parts[place] += 1
                return Version(parts, ["0"])
            parts[place] = 0
        return None


class Range:
    """A conjunction of comparisons."""

    def __init__(self, comparisons):
        self.comparisons = comparisons

    @classmethod
    def parse(cls, text):
        """Raises ValueError for what is no range."""
        comparisons = []
        for comparison in text.split(","):
            found = COMPARISON.fullmatch(comparison)
            if not found:
                raise ValueError(f"{text[:40]!r} is no range")
            comparisons.append((found[1], Version.parse(found[2])))
        return cls(comparisons)

    def holds(self, version):
        tests = {
            ">=": version.__ge__,
            ">": version.__gt__,
            "<=": version.__le__,
            "<": version.__lt__,
            "=": version.__eq__,
        }
        return all(tests[operator](bound) for operator, bound in self.comparisons)

    def is_empty(self):
        """Every version but the highest has a next one, so every comparison says `from` or `below`,
        and the highest `from` is either a version within or the proof that there is none."""
        lowest = Version([0, 0, 0, 0], ["0"])
        for operator, bound in self.comparisons:
            if operator == ">":
                bound = bound.next()
            if operator in (">", ">=", "=") and (bound is None or bound > lowest):
                lowest = bound
            if lowest is None:
                return True
        return not self.holds(lowest)
