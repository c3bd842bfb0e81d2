"""Tries every mutant of `wire` and `domain`, and says which no test notices.

Arguments are regular expressions: only mutants whose name one of them finds are tried, such as
`verb/only.rs:74` or `in check_kind$`.
"""

import json
import os
import re
import subprocess
import sys
from collections import Counter
from pathlib import Path

from build import CRATES, Tree
from hunt import Crate

TOP = Path(__file__).resolve().parent.parent.parent
CARGO = os.environ.get("CARGO", "cargo")


def hunt_woven(tree, mutants, woven):
    """The outcome of each mutant that was woven in."""
    outcomes = {}
    for crate, folder in CRATES.items():
        tests = Crate(tree.place / folder, tree.tests(crate), TOP / "target/mutants/reached")
        numbers = [m["number"] for m in mutants if m["package"] == crate and m["number"] in woven]
        print(f"{crate}: {tests.count} tests, {len(numbers)} mutants woven in", flush=True)
        for number, outcome in tests.hunt_all(numbers):
            outcomes[number] = outcome
            if outcome == "missed":
                print(f"missed: {mutants[number - 1]['name']}", flush=True)
    return outcomes


def hunt_others(tree, mutants):
    """What can't be woven in, such as constants, cargo-mutants tries itself: a build for each."""
    if not mutants:
        return {}
    tree.copy()
    names = ",\n".join(json.dumps(f"^{re.escape(mutant['name'])}$") for mutant in mutants)
    config = TOP / "target/mutants/others.toml"
    config.write_text(f"examine_re = [\n{names}\n]\n")
    out = TOP / "target/mutants/others"
    command = [CARGO, "mutants", "--dir", str(tree.place), "--in-place", "--config", str(config)]
    command += ["--baseline", "skip", "--timeout", "600", "--output", str(out), "--no-times"]
    command += [word for crate in CRATES for word in ("-p", crate)]
    command += ["--cargo-test-arg=--lib", "--cargo-test-arg=--test=it"]
    subprocess.run(command, env={**tree.env, "INSTA_UPDATE": "no", "PROPTEST_CASES": "64"})
    results = json.loads((out / "mutants.out/outcomes.json").read_text())["outcomes"]
    words = {"CaughtMutant": "caught", "MissedMutant": "missed", "Timeout": "timeout", "Unviable": "unviable"}
    found = {r["scenario"]["Mutant"]["name"]: words[r["summary"]] for r in results}
    return {mutant["number"]: found[mutant["name"]] for mutant in mutants}


def main(patterns):
    tree = Tree(TOP, CARGO)
    tree.copy()
    mutants = tree.mutants()
    explained = len(tree.mutants("--no-config")) - len(mutants)
    if patterns:
        mutants = [m for m in mutants if any(re.search(pattern, m["name"]) for pattern in patterns)]
        for number, mutant in enumerate(mutants, 1):
            mutant["number"] = number
    woven, refused = tree.weave(mutants)
    outcomes = dict.fromkeys(refused, "unviable")
    outcomes |= hunt_woven(tree, mutants, woven)
    others = [m for m in mutants if m["number"] not in outcomes]
    print(f"{len(others)} mutants can't be woven in; cargo-mutants tries them", flush=True)
    outcomes |= hunt_others(tree, others)

    print(f"\n{'crate':<16}" + "".join(f"{word:>10}" for word in ("tried", "caught", "timeout", "unviable", "missed")))
    for crate in CRATES:
        of_crate = Counter(outcomes[m["number"]] for m in mutants if m["package"] == crate)
        counts = (of_crate.total(), *(of_crate[word] for word in ("caught", "timeout", "unviable", "missed")))
        print(f"{crate:<16}" + "".join(f"{count:>10}" for count in counts))
    print(f"besides, {explained} that no test can be asked to notice are explained in .cargo/mutants.toml")
    counts = Counter(outcomes.values())
    print(f"{counts['caught'] + counts['timeout']} passed, {counts['missed']} failed")
    return 1 if counts["missed"] else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
