"""Attacks servers of its own with schemathesis, and counts which attacks found nothing."""

import subprocess
import sys
import tempfile
from pathlib import Path

from server import Server

HERE = Path(__file__).parent
# The same requests every time.
SEED = "1"
# 400 says that a request can't be read: one that fits the schema must never get it. A rule that no
# schema can say is answered with 422, a state that doesn't allow it with 409, and who asks with 403.
CONFIG = """
hooks = "{hooks}"
[checks.positive_data_acceptance]
expected-statuses = ["2xx", "401", "403", "404", "409", "412", "422"]
# Who tries a name's password again and again has to wait.
[[operations]]
include-path = "/api/session"
[operations.checks.positive_data_acceptance]
expected-statuses = ["2xx", "401", "403", "404", "409", "412", "422", "429"]
# A workflow's token is accepted or not for what only its issuer can sign: 400, as OAuth 2.0 has it.
[[operations]]
include-path = "/api/token"
[operations.checks.positive_data_acceptance]
expected-statuses = ["2xx", "400", "401", "403", "404", "409", "412", "422"]
{more}
"""


def attack(schemathesis, server, name, scratch, examples, token, more=""):
    """One run; answers whether it found nothing."""
    config = scratch / f"{name}.toml"
    config.write_text(CONFIG.format(hooks=HERE / "hooks.py", more=more))
    command = [schemathesis, "--config-file", config, "run", f"{server.api}/api/openapi.json"]
    command += ["--checks", "all", "--seed", SEED, "--max-examples", str(examples)]
    command += ["--request-timeout", "30", "--warnings", "off", "--no-color"]
    if token:
        command += ["--header", f"Authorization: Bearer {server.token}"]
    done = subprocess.run(command, cwd=scratch, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
    alive = server.is_alive()
    good = done.returncode == 0 and alive
    said = [line.strip() for line in done.stdout.splitlines()]
    cases = [line for line in said if "generated" in line]
    print(f"{name}: {cases[0] if cases else 'no request'} ... {'ok' if good else 'FAILED'}", flush=True)
    if not good:
        print(done.stdout)
        print("the server is up" if alive else "the server is down")
    return good


def main(wavecast, schemathesis):
    with tempfile.TemporaryDirectory() as scratch:
        scratch = Path(scratch)
        found = []
        with Server(wavecast, scratch / "empty") as server:
            found.append(attack(schemathesis, server, "without a token", scratch, 3, False))
            found.append(attack(schemathesis, server, "empty", scratch, 6, True))
        with Server(wavecast, scratch / "seeded") as server:
            more = server.furnish()
            found.append(attack(schemathesis, server, "seeded", scratch, 12, True, more))
    print(f"\n{found.count(True)} passed, {found.count(False)} failed")
    return not all(found)


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
