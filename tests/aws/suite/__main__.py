"""Runs every check, or those that are named; the last line is the count."""

import sys
import time
import traceback
from pathlib import Path

import compose
import doctor
import ends
import line
import scenarios
import signing
import stack
import traces
from place import Place

# What a restored table forgets was others' too, and a stack that is destroyed is nobody's any more.
MODULES = (stack, compose, doctor, signing, scenarios, line, traces, ends)


def main() -> int:
    place = Place(Path(sys.argv[1]))
    named = set(sys.argv[2:])
    checks = [check for module in MODULES for check in module.CHECKS if not named or check.__name__ in named]
    passed = failed = 0
    for check in checks:
        begun = time.monotonic()
        try:
            # Most are one check; one that runs a suite says how many it was.
            counted = check(place) or (1, 0)
        except Exception:  # noqa: BLE001 -- a check that breaks is one that failed
            counted = (0, 1)
            traceback.print_exc()
        passed += counted[0]
        failed += counted[1]
        mark = "✖" if counted[1] else "✔"
        print(f"{mark} {check.__doc__} ({time.monotonic() - begun:.1f} s)", flush=True)
    if not checks:
        failed = 1
        print(f"no check is named {named}")
    print(f"{passed} passed, {failed} failed")
    return 0 if failed == 0 else 1


sys.exit(main())
