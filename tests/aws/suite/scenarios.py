"""The scenarios of tests/scenarios, as on one machine, against this deployment."""

import json
import os
import re
import subprocess
import threading

from place import TOP, Place

# As often as on one machine; what the schedule does each minute is looked at by itself.
TICK_SECONDS = 3


def built() -> str:
    """The program of the scenarios. WAVECAST_BUILT says how `make test` built it, so that it isn't
    built once more with other features."""
    scope = os.environ.get("WAVECAST_BUILT", "-p wavecast-scenarios").split()
    command = [os.environ.get("CARGO", "cargo"), "test", "--locked", "--no-run", "--message-format", "json", *scope]
    done = subprocess.run(command, cwd=TOP, stdout=subprocess.PIPE, text=True, check=True)
    messages = [json.loads(line) for line in done.stdout.splitlines() if line.startswith("{")]
    programs = [
        message["executable"]
        for message in messages
        if message.get("executable") and "tests/scenarios" in message["package_id"] and message["target"]["kind"] == ["test"]
    ]
    assert len(programs) == 1, programs
    return programs[0]


def scenarios(place: Place) -> tuple[int, int]:
    """every scenario that leaves processes and disks alone, against the functions behind the HTTP API"""
    over = threading.Event()

    def ticks() -> None:
        while not over.wait(TICK_SECONDS):
            place.invoke("scheduler", {"v": 1, "wake": "tick"})

    ringing = threading.Thread(target=ticks, daemon=True)
    ringing.start()
    environment = {
        **os.environ,
        "WAVECAST_SCENARIO_URL": place.api,
        "WAVECAST_SCENARIO_EDGE": place.edge,
        "WAVECAST_SCENARIO_TOKEN": place.token,
        "CARGO_TERM_COLOR": "never",
    }
    try:
        done = subprocess.run([built()], cwd=TOP, env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
    finally:
        over.set()
        ringing.join()
    # Marked, so that who counts all of this doesn't count it twice.
    print("\n".join(f"| {line}" for line in done.stdout.splitlines()))
    counts = re.findall(r"(\d+) passed; (\d+) failed", done.stdout)
    passed, failed = (sum(int(count[place]) for count in counts) for place in (0, 1))
    # One that doesn't run here says so, and passes nothing.
    passed -= done.stdout.count("NOT RUN: ")
    if passed < 10 or (done.returncode != 0 and failed == 0):
        failed += 1
    return passed, failed


CHECKS = [scenarios]
