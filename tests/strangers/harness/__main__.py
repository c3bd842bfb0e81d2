"""Lets every stranger update from one channel, and counts what holds."""

import sys
import tempfile
from pathlib import Path

from channel import Channel
from stranger import Stranger


def strangers(target):
    """The clients, each installed by `tests/strangers/run`."""
    ours = target / "strangers"
    script = Path(__file__).parent.parent / "python" / "python_tuf.py"
    return [
        Stranger("python-tuf", [ours / "venv/bin/python", script]),
        Stranger("go-tuf", [ours / "go-tuf"]),
        Stranger("tough", [target / "debug/tough"]),
        Stranger("sigstore-tuf", [target / "debug/sigstore-tuf"]),
    ]


class Count:
    """What passed and what failed, each said as it happens."""

    passed = failed = 0

    def check(self, client, what, fault):
        if fault is None:
            self.passed += 1
            print(f"{client.name}: {what} ... ok")
        else:
            self.failed += 1
            print(f"{client.name}: {what} ... FAILED\n{fault}")


def main(target):
    count = Count()
    clients = strangers(target)
    with tempfile.TemporaryDirectory() as scratch:
        scratch = Path(scratch)
        with Channel(target / "debug/wavecast", scratch / "channel") as channel:
            homes = {client.name: scratch / client.name for client in clients}
            update_all(channel, clients, homes, scratch, count)
    print(f"\n{count.passed} passed, {count.failed} failed")
    return count.failed > 0


def update_all(channel, clients, homes, scratch, count):
    """One life of a channel: a release, new keys of every role, another release."""
    first = channel.ship("1.0.0")
    for client in clients:
        fault = client.update(homes[client.name], channel, 1, [first])
        count.check(client, "a newcomer gets a release config and an image", fault)

    channel.rotate("timestamp", "snapshot", "targets")
    channel.rotate("root")
    for client in clients:
        fault = client.update(homes[client.name], channel, 1, [first])
        count.check(client, "who was here before follows the chain to new keys", fault)

    second = channel.ship("1.1.0")
    for client in clients:
        fault = client.update(homes[client.name], channel, 1, [first, second])
        count.check(client, "who was here before gets the next release", fault)

    channel.rotate()
    for client in clients:
        fault = client.update(scratch / f"{client.name}-late", channel, 1, [first, second])
        count.check(client, "a newcomer walks the whole chain from root 1", fault)
        fault = client.update(scratch / f"{client.name}-new", channel, channel.root(), [second])
        count.check(client, "a newcomer begins with the newest root", fault)

    other = channel.open_another()
    for client in clients:
        fault = client.refuse(scratch / f"{client.name}-other", channel, other, second)
        count.check(client, "another channel's root opens nothing here", fault)


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1])))
