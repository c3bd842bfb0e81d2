"""Both SDKs update over HTTP from a channel that a real `wavecast dev` publishes: a first release,
new keys of every role, a second release, another channel's root. They must say the same, and what
they brought must be the bytes that were shipped."""

import hashlib
import json
import subprocess
import sys
import tempfile
from pathlib import Path

HERE = Path(__file__).resolve().parent
TOP = HERE.parent.parent
sys.path.insert(0, str(HERE.parent / "strangers" / "harness"))

from channel import Channel  # noqa: E402 - the path above leads to it

from wavecast import Client, Refused, Trusted  # noqa: E402

# Seconds that one update may take before it counts as stuck.
PATIENCE = 60
DEVICE = {"id": "3f9c2b7ad1e04c6d8b5a90713e2f4d6c", "attributes": {}, "active": None}


class Python:
    name = "Python"

    def __init__(self, home):
        self.state = home / "python.json"

    def update(self, channel, root):
        trusted = self.restored() or Trusted(channel.SCOPE, root.read_bytes())
        client = Client(trusted, channel.edge_url)
        seq = client.poll().seq
        self.state.write_text(json.dumps(trusted.save()))
        choice = client.choose(DEVICE)
        files = {}
        if choice["choice"] == "config":
            _, _, variant = client.update(choice["target"], DEVICE["attributes"])
            for file in variant["files"]:
                files[file["path"]] = hashlib.sha256(client.file(file)).hexdigest()
        return {"root": trusted.root["version"], "seq": seq, "choice": choice, "files": files}

    def restored(self):
        return Trusted.restore(json.loads(self.state.read_text())) if self.state.exists() else None

    def refuses(self, channel, root):
        try:
            Client(Trusted(channel.SCOPE, root.read_bytes()), channel.edge_url).poll()
        except Refused as refused:
            return refused.rule
        return None


class TypeScript:
    name = "TypeScript"

    def __init__(self, home):
        self.home = home / "typescript"
        self.home.mkdir()
        (self.home / "device.json").write_text(json.dumps(DEVICE))

    def run(self, channel, root, home):
        script = TOP / "shared/sdk-ts/dist/test/live.js"
        command = ["node", script, channel.edge_url, channel.SCOPE, root, self.home / "device.json"]
        return subprocess.run([*command, home], capture_output=True, text=True, timeout=PATIENCE)

    def update(self, channel, root):
        done = self.run(channel, root, self.home)
        if done.returncode != 0:
            raise RuntimeError(done.stderr)
        return json.loads(done.stdout)

    def refuses(self, channel, root):
        with tempfile.TemporaryDirectory() as fresh:
            done = self.run(channel, root, fresh)
        found = [rule for rule in ("scope", "signature") if f"Refused: {rule}" in done.stderr]
        return found[0] if found and done.returncode != 0 else None


def expected(channel, release):
    choice = {"choice": "config", "release": release.id, "target": release.config}
    files = {"lamp.bin": hashlib.sha256(release.bytes).hexdigest()}
    return {"root": channel.root(), "seq": channel.seq(), "choice": choice, "files": files}


def checks(channel, clients):
    """Yields who, what, and what is wrong if anything is."""
    first = channel.ship("1.0.0")
    for client in clients:
        yield client, "a newcomer gets the first release", differs(client, channel, first)
    channel.rotate("timestamp", "snapshot", "targets")
    channel.rotate("root")
    for client in clients:
        yield client, "it follows the chain to new keys", differs(client, channel, first)
    second = channel.ship("1.1.0")
    channel.run("ramp", "--wait", "100%")
    for client in clients:
        yield client, "it gets the next release", differs(client, channel, second)
        yield client, "it has nothing new to ask", differs(client, channel, second)
    other = channel.open_another()
    for client in clients:
        rule = client.refuses(channel, other)
        yield client, "another channel's root opens nothing", None if rule == "scope" else f"{rule}"


def differs(client, channel, release):
    given, wanted = client.update(channel, channel.root_file(1)), expected(channel, release)
    return None if given == wanted else f"expected {wanted}, got {given}"


def main(wavecast):
    passed = failed = 0
    with tempfile.TemporaryDirectory() as scratch:
        scratch = Path(scratch)
        clients = [Python(scratch), TypeScript(scratch)]
        with Channel(wavecast, scratch / "channel") as channel:
            for client, what, fault in checks(channel, clients):
                passed, failed = (passed + 1, failed) if fault is None else (passed, failed + 1)
                print(f"{client.name}: {what} ... {'ok' if fault is None else 'FAILED: ' + fault}")
    print(f"{passed} passed, {failed} failed")
    return failed > 0 or passed == 0


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1])))
