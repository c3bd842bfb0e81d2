"""A real `wavecast dev` on free ports."""

import json
import subprocess
from pathlib import Path

# Which values lead somewhere on a furnished server.
FURNISHED = """
[parameters]
"path.org" = "acme"
"path.app" = "lamp"
"path.channel" = "stable"
[[operations]]
include-path-regex = "/releases/"
[operations.parameters]
"path.id" = "{release}"
[[operations]]
include-path-regex = "/packages/"
[operations.parameters]
"path.name" = "lamp"
"path.version" = "1.0.0"
"""


class Server:
    def __init__(self, wavecast, folder):
        self.wavecast = wavecast
        self.data = folder / "data"
        self.project = folder / "project"

    def __enter__(self):
        self.project.mkdir(parents=True)
        command = [self.wavecast, "--json", "--quiet", "dev", "--data", self.data]
        command += ["--api", "127.0.0.1:0", "--edge", "127.0.0.1:0"]
        self.process = subprocess.Popen(command, stdout=subprocess.PIPE)
        announced = json.loads(self.process.stdout.readline())
        self.api = announced["api"]
        self.token_file = announced["token_file"]
        self.token = Path(self.token_file).read_text().strip()
        return self

    def __exit__(self, *_):
        self.process.terminate()
        self.process.wait()

    def is_alive(self):
        return self.process.poll() is None

    def run(self, *command):
        """What the command line answers; an error if it refuses."""
        done = subprocess.run(
            [self.wavecast, "--json", "--yes", *command],
            cwd=self.project,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        if done.returncode != 0:
            raise RuntimeError(f"wavecast {' '.join(command)}: {done.stderr}")
        return json.loads(done.stdout)

    def furnish(self):
        """An application with two channels, a concluded release and one that ramps."""
        place = ["--url", self.api, "--token-file", self.token_file]
        self.run("init", "--app", "acme/lamp", "--kind", "firmware", *place)
        self.run("channel", "create", "beta")
        for version in ("1.0.0", "1.1.0"):
            (self.project / "lamp.bin").write_text(version)
            shipped = self.run("ship", "--wait", "--version", version, "lamp.bin")
        return FURNISHED.format(release=shipped["release"]["id"])
