"""Lets the tests hunt the mutants: each against just the tests that reach it, the quickest first."""

import os
import resource
import subprocess
from concurrent.futures import ThreadPoolExecutor

# Seconds of processor time below which tests of one program run in one process.
QUICK = 0.08
# Bytes that a test may take: a mutant may allocate for ever.
MEMORY = 4 << 30
ENV = {
    **os.environ,
    "INSTA_UPDATE": "no",
    "PROPTEST_CASES": "64",
    "PROPTEST_MAX_SHRINK_ITERS": "0",
    "RUST_BACKTRACE": "0",
}


def run(program, names, folder, seconds, **variables):
    """Runs tests of a program by name; the seconds are processor time, so that load ends nothing."""

    def bounded():
        resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds + 1))
        resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))

    command = [program, "--exact", "--test-threads=1", "--quiet", *names]
    env = {**ENV, **variables}
    quiet = subprocess.DEVNULL
    return subprocess.run(command, cwd=folder, env=env, stdout=quiet, stderr=quiet, preexec_fn=bounded).returncode


class Crate:
    """The tests of one crate, by the mutants that they reach."""

    def __init__(self, folder, programs, scratch):
        self.folder, self.by_mutant, self.count = folder, {}, 0
        for program in programs:
            listed = subprocess.run([program, "--list"], check=True, capture_output=True, text=True)
            names = [line.removesuffix(": test") for line in listed.stdout.splitlines() if line.endswith(": test")]
            for name in names:
                self.record(program, name, scratch)

    def record(self, program, name, scratch):
        scratch.unlink(missing_ok=True)
        before = os.times()
        if run(program, [name], self.folder, 600, MUTANT_REACHED=str(scratch)) != 0:
            raise SystemExit(f"{name} fails without any mutant")
        after = os.times()
        spent = after.children_user - before.children_user + after.children_system - before.children_system
        reached = scratch.read_text().split() if scratch.exists() else []
        self.count += 1
        for number in reached:
            self.by_mutant.setdefault(int(number), []).append((spent, program, name))

    def hunt(self, number):
        """`caught`, `timeout`, or `missed`."""
        quick, slow = {}, []
        for spent, program, name in sorted(self.by_mutant.get(number, [])):
            if spent < QUICK:
                names, total = quick.get(program, ([], 0))
                quick[program] = ([*names, name], total + spent)
            else:
                slow.append((program, [name], spent))
        rounds = [(program, names, total) for program, (names, total) in quick.items()] + slow
        for program, names, spent in rounds:
            status = run(program, names, self.folder, int(3 + 8 * spent), MUTANT=str(number))
            if status in (-24, -9):
                return "timeout"
            if status != 0:
                return "caught"
        return "missed"

    def hunt_all(self, numbers):
        with ThreadPoolExecutor(os.cpu_count()) as pool:
            yield from zip(numbers, pool.map(self.hunt, numbers))
