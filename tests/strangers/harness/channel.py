"""A channel of firmware that a real `wavecast dev` publishes."""

import json
import random
import subprocess
from dataclasses import dataclass


@dataclass
class Release:
    """What devices get, by the names of its targets."""

    id: str
    config: str
    image: str
    bytes: bytes


class Channel:
    """A server of its own on free ports, with empty data; one application, one channel."""

    SCOPE = "acme/lamp/stable"

    def __init__(self, wavecast, folder):
        self.wavecast = wavecast
        self.data = folder / "data"
        self.project = folder / "project"

    def __enter__(self):
        self.project.mkdir(parents=True)
        command = [self.wavecast, "--json", "--quiet", "dev", "--data", self.data]
        command += ["--api", "127.0.0.1:0", "--edge", "127.0.0.1:0"]
        self.server = subprocess.Popen(command, stdout=subprocess.PIPE)
        announced = json.loads(self.server.stdout.readline())
        self.edge_url = announced["edge"]
        self.options = ["--json", "--yes", "--edge-url", self.edge_url]
        place = ["--url", announced["api"], "--token-file", announced["token_file"]]
        self.run("init", "--app", "acme/lamp", "--kind", "firmware", *place)
        return self

    def __exit__(self, *_):
        self.server.terminate()
        self.server.wait()

    def run(self, *command):
        """What the command line answers; an error if it refuses."""
        done = subprocess.run(
            [self.wavecast, *self.options, *command],
            cwd=self.project,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        if done.returncode != 0:
            raise RuntimeError(f"wavecast {' '.join(command)}: {done.stderr}")
        return json.loads(done.stdout)

    def ship(self, version):
        """Publishes an image of its own as a release."""
        image = random.Random(version).randbytes(100_000)
        (self.project / "lamp.bin").write_bytes(image)
        answer = self.run("ship", "--wait", "--version", version, "lamp.bin")
        id = answer["release"]["id"]
        return Release(id, f"release-{id}.json", f"image-lamp-{version}-0-0.bin", image)

    def rotate(self, *roles):
        """Gives these roles new keys; without any, all but root."""
        self.run("keys", "rotate", *roles)

    def open_another(self):
        """Root 1 of another channel of the same application."""
        self.run("channel", "create", "beta")
        return self.data / "edge/acme/lamp/beta/1.root.json"

    def root_file(self, n):
        return self.data / "edge" / self.SCOPE / f"{n}.root.json"

    def root(self):
        """The newest root's number."""
        return max(n for n in range(1, 100) if self.root_file(n).exists())

    def seq(self):
        """The version of the timestamp at the edge."""
        timestamp = self.data / "edge" / self.SCOPE / "timestamp.json"
        return json.loads(timestamp.read_bytes())["signed"]["version"]

    def target(self, sha256, name):
        """A target's file at the edge."""
        return self.data / "edge/acme/lamp/targets" / f"{sha256}.{name}"

    @property
    def metadata_url(self):
        return f"{self.edge_url}/{self.SCOPE}/"

    @property
    def target_url(self):
        return f"{self.edge_url}/acme/lamp/targets/"
