"""What a client trusts: the root chain and the poll (docs/wire.md §7)."""

import hashlib
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

from wavecast.metadata import LIMITS, open_envelope, role_keys
from wavecast.names import parse_time
from wavecast.strict import Refused, shape

POLL_BYTES = 384 * 1024
ROOT_WALK = 1024
EVER = datetime.min.replace(tzinfo=UTC)


class Publication:
    """A publication that was verified whole."""

    def __init__(self, data: bytes, timestamp: dict, snapshot: dict, targets: dict, root: dict):
        self.data = data
        self.timestamp, self.snapshot = timestamp, snapshot
        #: Its number.
        self.seq: int = timestamp["version"]
        #: When the first of its files expires.
        self.expires = min(parse_time(body["expires"]) for body in (timestamp, snapshot, targets))
        #: The newest root's version, as the publisher says.
        self.root_hint: int = timestamp["x-wavecast"]["root"]
        #: `seconds` until the next poll, and `jitter`, the share (permyriad) to lengthen it by.
        self.poll: dict[str, int] = timestamp["x-wavecast"]["poll"]
        #: The cohort table.
        self.table: dict[str, Any] = targets["x-wavecast"]
        #: The files that devices may fetch: `length` and `hashes` by name.
        self.targets: dict[str, Any] = targets["targets"]
        #: What in it is newer than this client: keep running, install nothing.
        self.hold = next(filter(None, map(newer, (root, timestamp, snapshot, targets))), None)


class Trusted:
    """The trusted state of one channel: a root, and the publication that was accepted last."""

    def __init__(self, scope: str, root: bytes, least_seq: int = 0):
        """Begins with a provisioned root, which must verify by its own keys. Nothing below
        `least_seq` is accepted: a floor that was kept somewhere else, if any."""
        self.scope, self.least_seq = scope, least_seq
        self.root_data = root
        self.root = open_envelope(root, "root", scope)
        self.publication: Publication | None = None
        self.etag: str | None = None
        self.issued = EVER

    def walk_roots(self, get: Callable[[str], bytes | None]) -> bool:
        """Follows the chain to its end; says whether there was a newer root. `get` answers the
        bytes of a path, or None for a 404, and raises for anything else."""
        before = self.root["version"]
        for _ in range(ROOT_WALK):
            data = get(f"{self.scope}/{self.root['version'] + 1}.root.json")
            if data is None:
                break
            self.update_root(data)
        return self.root["version"] > before

    def update_root(self, data: bytes) -> None:
        """Takes the next root. What its keys don't sign is dropped, so that high numbers of a thief
        are forgotten."""
        root = open_envelope(data, "root", self.scope)
        open_envelope(data, "root", self.scope, role_keys(self.root, "root"))
        same_version(self.root["version"] + 1, root)
        self.root_data, self.root = data, root
        self.keep_if_still_signed()

    def keep_if_still_signed(self) -> None:
        kept, self.publication = self.publication, None
        if kept is None:
            return
        try:
            self.publication = self.check(kept.data, EVER)
        except Refused:
            self.etag, self.issued = None, EVER

    def poll(self, data: bytes, now: datetime, etag: str | None = None) -> Publication:
        """Verifies `latest.ndjson` whole and stores it, or nothing of it. After a refusal walk the
        roots; if there was a newer one, ask again."""
        after = self.check(data, now)
        if self.publication is not None:
            not_below(self.publication, after)
        self.publication, self.etag = after, etag
        self.issued = max(self.issued, parse_time(after.timestamp["x-wavecast"]["issued"]))
        return after

    def is_fresh(self, now: datetime) -> bool:
        """Whether the accepted publication may still be installed from."""
        if self.publication is None or parse_time(self.root["expires"]) <= now:
            return False
        return self.publication.expires > max(now, self.issued)

    def save(self) -> dict[str, str | None]:
        """The state to keep over a restart, as texts."""
        kept = self.publication
        return {
            "scope": self.scope,
            "root": self.root_data.decode(),
            "latest": None if kept is None else kept.data.decode(),
            "etag": self.etag,
            "issued": None if self.issued == EVER else self.issued.strftime("%Y-%m-%dT%H:%M:%SZ"),
        }

    @classmethod
    def restore(cls, saved: dict[str, str | None]) -> "Trusted":
        """Goes back to a saved state. What no longer verifies is dropped, never trusted."""
        trusted = cls(saved["scope"], saved["root"].encode())
        if saved["latest"] is None:
            return trusted
        try:
            # It was fresh when it was accepted; whether it still is, is asked when it is used.
            trusted.publication = trusted.check(saved["latest"].encode(), EVER)
        except Refused:
            return trusted
        trusted.etag = saved["etag"]
        trusted.issued = EVER if saved["issued"] is None else parse_time(saved["issued"])
        return trusted

    def check(self, data: bytes, now: datetime) -> Publication:
        shape(len(data) <= POLL_BYTES and data.endswith(b"\n"), "latest.ndjson was cut short")
        lines = data.split(b"\n")[:-1]
        shape(len(lines) >= 3, "fewer than three lines")
        # A bad `issued` must not lock a device out of the rotation that mends it: the root's own
        # expiry is asked of the clock alone.
        alive(self.root, now)
        trusted = EVER if now == EVER else max(now, self.issued)
        timestamp = self.open(lines[0], "timestamp")
        if timestamp["version"] < self.least_seq:
            raise Refused("version", f"{timestamp['version']} is below {self.least_seq}")
        alive(timestamp, trusted)
        if "offline" in timestamp["x-wavecast"].get("crit", []):
            raise Refused("offline", "an offline bundle's timestamp came over the network")
        snapshot = self.named(lines[1], "snapshot", timestamp["meta"]["snapshot.json"], trusted)
        targets = self.named(lines[2], "targets", snapshot["meta"]["targets.json"], trusted)
        return Publication(data, timestamp, snapshot, targets, self.root)

    def open(self, line: bytes, role: str) -> dict:
        shape(len(line) <= LIMITS[role], f"the {role} line is too long")
        return open_envelope(line, role, self.scope, role_keys(self.root, role))

    def named(self, line: bytes, role: str, file: dict, now: datetime) -> dict:
        """The file that the one above names, by length, hash and version."""
        same = len(line) == file["length"]
        if not same or hashlib.sha256(line).hexdigest() != file["hashes"]["sha256"]:
            raise Refused("hash", f"{role} is not the file that was named")
        body = self.open(line, role)
        same_version(file["version"], body)
        alive(body, now)
        return body


def not_below(old: Publication, after: Publication) -> None:
    if after.seq < old.seq:
        raise Refused("version", f"{after.seq} is below {old.seq}")
    if after.seq == old.seq and after.data.split(b"\n")[0] != old.data.split(b"\n")[0]:
        raise Refused("version", f"another timestamp under the number {after.seq}")
    for name in ("snapshot", "targets"):
        was, now = (named_version(one, name) for one in (old, after))
        if now < was:
            raise Refused("version", f"{name} {now} is below {was}")


def named_version(publication: Publication, name: str) -> int:
    above = publication.timestamp if name == "snapshot" else publication.snapshot
    return above["meta"][f"{name}.json"]["version"]


def newer(body: dict) -> str | None:
    """What in a body is newer than this client."""
    extra = body["x-wavecast"]
    if extra["v"] != 1 or extra.get("crit"):
        return f"{body['_type']} is newer than this client"
    return None


def same_version(expected: int, body: dict) -> None:
    if body["version"] != expected:
        raise Refused("version", f"{body['version']} stands where {expected} was named")


def alive(body: dict, now: datetime) -> None:
    if parse_time(body["expires"]) <= now:
        raise Refused("expired", f"{body['_type']} expired at {body['expires']}")
