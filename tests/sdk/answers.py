"""Answers random cases as the Python SDK does, and counts where it differs from what they expect."""

import json
import sys

from wavecast.choice import choose
from wavecast.metadata import check_table
from wavecast.strict import Refused, read


def answer(case):
    table = read(json.dumps(case["table"]).encode(), 1 << 20)
    try:
        check_table(table)
    except Refused:
        return {"choice": "refused"}
    return choose(table, case["device"], case["lists"], case.get("layer"))


def main():
    cases = differing = 0
    for line in sys.stdin:
        case = json.loads(line)
        cases += 1
        if (given := answer(case)) != case["expected"]:
            differing += 1
            print(f"differs: {given} for {line.strip()}", file=sys.stderr)
    print(f"{cases - differing} passed, {differing} failed")
    return differing > 0 or cases == 0


if __name__ == "__main__":
    sys.exit(main())
