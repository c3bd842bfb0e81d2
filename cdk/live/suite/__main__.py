"""Runs every check against a deployed stage; the last line is the count."""

import sys
import traceback

import edge
import powers
import service
from deployed import Deployed

at = Deployed(sys.argv[1])
checks = [check for module in (powers, edge, service) for check in module.CHECKS]
passed = 0
try:
    for check in checks:
        try:
            check(at)
        except Exception:  # noqa: BLE001 -- a check that breaks is one that failed
            print(f"✖ {check.__doc__}")
            traceback.print_exc()
        else:
            passed += 1
            print(f"✔ {check.__doc__}")
finally:
    at.clear()
print(f"{passed} passed, {len(checks) - passed} failed")
sys.exit(passed != len(checks))
