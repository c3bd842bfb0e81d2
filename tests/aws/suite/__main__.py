"""Runs every check; the last line is the count."""

import sys
import traceback
from pathlib import Path

import compose
import ends
import stack
from place import Place


def main() -> int:
    place = Place(Path(sys.argv[1]))
    checks = [check for module in (stack, compose, ends) for check in module.CHECKS]
    passed = 0
    for check in checks:
        try:
            check(place)
        except Exception:  # noqa: BLE001 -- a check that breaks is one that failed
            print(f"✖ {check.__doc__}")
            traceback.print_exc()
        else:
            passed += 1
            print(f"✔ {check.__doc__}")
    print(f"{passed} passed, {len(checks) - passed} failed")
    return 0 if passed == len(checks) else 1


sys.exit(main())
