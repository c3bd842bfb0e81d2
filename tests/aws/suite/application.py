"""An application on a deployment, with a device and a stranger who follow its channel."""

import json
import os
import subprocess
import tempfile
import time
import uuid
from pathlib import Path

from place import TOP, Place, ask

BINARIES = TOP / "target/debug"
# A second try of what waits for a tick, which the tests ring themselves.
PATIENCE_SECONDS = 60


class Application:
    """Bundles of one file, in a channel `stable` that was opened."""

    def __init__(self, place: Place, name: str) -> None:
        self.place = place
        self.scratch = tempfile.TemporaryDirectory(prefix=f"{name}-")
        self.home = Path(self.scratch.name)
        self.org = f"{name}-{uuid.uuid4().hex[:8]}"
        self.scope = f"{self.org}/shop/stable"
        where = ["--url", place.api, "--edge-url", place.edge, "--token-file", os.environ["WAVECAST_TOKEN_FILE"]]
        self.cli("init", "--app", f"{self.org}/shop", "--kind", "bundle", *where)

    def cli(self, *words: str) -> dict | list:
        """What the command line answers; an error if it refuses, or if what it did isn't at the edge."""
        code, told, said = self.try_cli(*words)
        assert code == 0, f"wavecast {' '.join(words)}: {code}: {said}"
        return told

    def try_cli(self, *words: str):
        environment = {key: value for key, value in os.environ.items() if not key.startswith("WAVECAST_")}
        done = subprocess.run(
            [BINARIES / "wavecast", "--json", "--yes", *words],
            cwd=self.home, env=environment, capture_output=True, text=True, timeout=120,
        )  # fmt: skip
        told = json.loads(done.stdout) if done.stdout.strip() else {}
        return done.returncode, told, done.stderr

    def ship(self, version: str, *words: str) -> str:
        """Ships a file that tells its version; answers the release."""
        dist = self.home / f"dist-{version}"
        dist.mkdir()
        (dist / "index.html").write_text(version)
        told = self.cli("ship", "--wait", "--activate", "now", "--version", version, *words, str(dist))
        return told["release"]["id"]

    def ask(self, method: str, path: str, body: dict | None = None):
        """The API itself: status and answer."""
        headers = {"authorization": f"Bearer {self.place.token}", "content-type": "application/json"}
        data = None if body is None else json.dumps(body).encode()
        url = f"{self.place.api}/api/v1/orgs/{self.org}/apps/shop{path}"
        status, _, answer = ask(url, method, headers, data)
        return status, json.loads(answer)

    def ramp(self, release: str, to: str):
        """What the API answers, whether or not it is at the edge by then: status and publication."""
        status, told = self.ask("POST", f"/releases/{release}/ramp", {"to": to})
        assert status in (200, 202), (status, told)
        return status, told["publications"][0]

    def publication(self, wanted: dict) -> dict:
        status, told = self.ask("GET", f"/channels/stable/publications/{wanted['id']}")
        assert status == 200, told
        return told

    def until_published(self, wanted: dict) -> int:
        """Rings ticks until a publication is at the edge, as each minute would; answers its number."""
        end = time.monotonic() + PATIENCE_SECONDS
        while (told := self.publication(wanted)).get("seq") is None:
            assert time.monotonic() < end, told
            self.place.tick()
            time.sleep(0.3)
        return told["seq"]

    def seq(self) -> int:
        """The number that the edge shows."""
        return self.timestamp()["signed"]["version"]

    def timestamp(self) -> dict:
        status, _, body = ask(f"{self.place.edge}/{self.scope}/timestamp.json")
        assert status == 200, (status, body)
        return json.loads(body)

    def verify(self) -> None:
        """The whole channel holds, as a device sees it."""
        self.cli("verify", f"{self.place.edge}/{self.scope}")

    def device(self) -> str:
        """A real device polls, does what it decides, and refuses nothing; the version it runs."""
        config = json.loads((self.home / "wavecast-device.json").read_text())
        assert config["scope"] == self.scope, config
        command = [BINARIES / "wavecast-agent", "--json", "run", "--once"]
        done = subprocess.run(command, cwd=self.home, capture_output=True, text=True, timeout=120)
        events = [json.loads(line) for line in done.stdout.splitlines()]
        assert done.returncode == 0, (done.returncode, events, done.stderr)
        return events[-1]["running"]["version"]

    def stranger(self, *targets: str) -> str:
        """python-tuf, unmodified, goes on from what it knew; what it says that it trusts now."""
        home = self.home / "stranger"
        root = home / "root.json"
        if not home.exists():
            for folder in ("metadata", "targets"):
                (home / folder).mkdir(parents=True)
            status, _, body = ask(f"{self.place.edge}/{self.scope}/1.root.json")
            assert status == 200, status
            root.write_bytes(body)
        script = TOP / "tests/strangers/python/python_tuf.py"
        places = [home / "metadata", home / "targets"]
        urls = [f"{self.place.edge}/{self.scope}/", f"{self.place.edge}/{self.org}/shop/targets/"]
        done = subprocess.run(
            [os.environ["WAVECAST_STRANGERS_PYTHON"], script, root, *places, *urls, *targets],
            capture_output=True, text=True, timeout=120,
        )  # fmt: skip
        assert done.returncode == 0, done.stderr
        return done.stdout.strip()

    def nobody_refuses(self, least: int) -> int:
        """What is at the edge holds for whoever was here before; the number never falls."""
        self.device()
        self.stranger()
        seq = self.seq()
        assert seq >= least, (seq, least)
        return seq

    def is_whole(self, least: int) -> int:
        """The same, and the whole channel agrees with itself: nothing is under way."""
        self.verify()
        return self.nobody_refuses(least)
