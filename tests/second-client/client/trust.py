"""The root chain and the poll (docs/wire.md §7)."""

import hashlib

from client.metadata import open_envelope, role_keys
from client.names import parse_time
from client.strict import Refused, shape

POLL_BYTES = 384 * 1024
ROOT_WALK = 1024


class Trusted:
    """What a client trusts of one channel: a root, and the highest `seq` that it accepted."""

    def __init__(self, scope, root, seq):
        self.scope = scope
        self.seq = seq
        self.root = open_envelope(root, "root", scope)

    def walk_roots(self, get):
        """`get` answers the bytes of a path, or None for a 404."""
        for _ in range(ROOT_WALK):
            expected = self.root["version"] + 1
            data = get(f"{self.scope}/{expected}.root.json")
            if data is None:
                break
            root = open_envelope(data, "root", self.scope)
            open_envelope(data, "root", self.scope, role_keys(self.root, "root"))
            same_version(expected, root)
            self.root = root

    def poll(self, data, now):
        """The cohort table of a poll that keeps every rule."""
        shape(len(data) <= POLL_BYTES and data.endswith(b"\n"), "latest.ndjson was cut short")
        lines = data.split(b"\n")[:-1]
        shape(len(lines) >= 3, "fewer than three lines")
        alive(self.root, now)
        timestamp = self.open(lines[0], "timestamp")
        if timestamp["version"] < self.seq:
            raise Refused("version", f"{timestamp['version']} is below {self.seq}")
        alive(timestamp, now)
        if "offline" in timestamp["x-wavecast"].get("crit", []):
            raise Refused("offline", "an offline bundle's timestamp came over the network")
        snapshot = self.named(lines[1], "snapshot", timestamp["meta"]["snapshot.json"], now)
        targets = self.named(lines[2], "targets", snapshot["meta"]["targets.json"], now)
        for body in (self.root, timestamp, snapshot):
            extra = body["x-wavecast"]
            if extra["v"] > 1 or extra.get("crit"):
                raise Refused("newer", f"{body['_type']} is newer than this client")
        self.seq = timestamp["version"]
        return targets["x-wavecast"]

    def open(self, line, role):
        return open_envelope(line, role, self.scope, role_keys(self.root, role))

    def named(self, line, role, file, now):
        """The file that the one above names, by length, hash and version."""
        same = len(line) == file["length"]
        if not same or hashlib.sha256(line).hexdigest() != file["hashes"]["sha256"]:
            raise Refused("hash", f"{role} is not the file that was named")
        body = self.open(line, role)
        same_version(file["version"], body)
        alive(body, now)
        return body


def same_version(expected, body):
    if body["version"] != expected:
        raise Refused("version", f"{body['version']} stands where {expected} was named")


def alive(body, now):
    if parse_time(body["expires"]) <= now:
        raise Refused("expired", f"{body['_type']} expired at {body['expires']}")
