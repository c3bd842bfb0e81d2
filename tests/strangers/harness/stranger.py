"""Somebody else's TUF client, behind the command line that all of them have here."""

import hashlib
import json
import subprocess

# Seconds that one update may take before it counts as stuck.
PATIENCE = 60


class Stranger:
    def __init__(self, name, command):
        self.name = name
        self.command = command

    def update(self, home, channel, root, releases):
        """Updates from a trusted root, what it knew before kept in `home`. Answers what is wrong,
        or nothing: it must trust the newest metadata and have every release's files."""
        names = [name for release in releases for name in (release.config, release.image)]
        done = self.run(home, channel, channel.root_file(root), names)
        said = f"root {channel.root()} timestamp {channel.seq()}"
        if done.returncode != 0 or done.stdout.strip() != said:
            return f"expected to hear {said!r}: {done.returncode} {done.stdout} {done.stderr}"
        for release in releases:
            if (home / "targets" / release.image).read_bytes() != release.bytes:
                return f"{release.image} is not the image that was shipped"
            config = (home / "targets" / release.config).read_bytes()
            if json.loads(config)["release"] != release.id:
                return f"{release.config} is another release's"
            if not channel.target(hashlib.sha256(config).hexdigest(), release.config).exists():
                return f"{release.config} is not the one at the edge"
        return None

    def refuse(self, home, channel, root, release):
        """Updates from a root that must not fit. Answers what is wrong, or nothing."""
        done = self.run(home, channel, root, [release.config])
        if done.returncode == 0 or any((home / "targets").iterdir()):
            return f"it went on: {done.stdout} {done.stderr}"
        return None

    def run(self, home, channel, root, names):
        for folder in ("metadata", "targets"):
            (home / folder).mkdir(parents=True, exist_ok=True)
        places = [home / "metadata", home / "targets", channel.metadata_url, channel.target_url]
        return subprocess.run(
            [*self.command, root, *places, *names],
            capture_output=True,
            text=True,
            timeout=PATIENCE,
        )
