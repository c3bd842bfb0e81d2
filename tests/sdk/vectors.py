"""Whether the Python SDK gives the answer of every vector."""

import json
import sys
from pathlib import Path

from wavecast.bucket import bucket, list_hash
from wavecast.choice import choose, may_go
from wavecast.keys import key_id, signer, unhex, usable
from wavecast.names import parse_time
from wavecast.paths import go_together, is_path
from wavecast.strict import Refused, canonical, read
from wavecast.trust import Trusted
from wavecast.versions import Range, Version

VECTORS = Path(__file__).parent.parent / "vectors"


def same_bucket(case):
    salt, id = case["salt"], case["id"]
    return (bucket(salt, id), list_hash(salt, id)) == (case["bucket"], case["list_hash"])


def same_canonical(case):
    text = case.get("input")
    data = bytes.fromhex(case["input_hex"]) if text is None else text.encode()
    try:
        form = canonical(read(data, len(data))).decode()
    except Refused:
        form = None
    return form == case["canonical"]


def same_order(case):
    if "invalid" in case:
        return is_refused(Version, case["invalid"])
    left, right = Version.parse(case["left"]), Version.parse(case["right"])
    orders = {"less": left < right, "equal": left == right, "greater": left > right}
    return [order for order, holds in orders.items() if holds] == [case["order"]]


def same_range(case):
    if "invalid" in case:
        return is_refused(Range, case["invalid"])
    range = Range.parse(case["range"])
    within = all(range.holds(Version.parse(version)) for version in case["within"])
    outside = not any(range.holds(Version.parse(version)) for version in case["outside"])
    return within and outside and range.is_empty() == case["empty"]


def is_refused(grammar, text):
    try:
        grammar.parse(text)
    except ValueError:
        return True
    return False


def same_choice(case):
    lists = case.get("lists", {})
    return choose(case["table"], case["device"], lists, case.get("layer")) == case["expected"]


def same_choices(case):
    table, lists = case["table"], case["lists"]
    return all(
        choose(table, one["device"], lists, one.get("layer")) == one["expected"]
        for one in case["asked"]
    )


def same_going(case):
    return may_go(case) == case["expected"]


def same_paths(case):
    if "path" in case:
        return is_path(case["path"]) == case["ok"]
    return go_together(case["paths"]) == case["ok"]


def same_signature(case):
    key, message = case["key"], bytes.fromhex(case["message"])
    valid = signer(key, message, unhex(case["signature"])) is not None
    found = (key_id(key), usable(key) is not None, valid)
    return found == (case["keyid"], case["usable"], case["valid"])


def same_outcome(case):
    def get(path):
        data = case["edge"].get(path)
        return None if data is None else data.encode()

    try:
        scope, known = case["scope"], case["trusted"]
        trusted = Trusted(scope, known["root"].encode(), known["seq"])
        trusted.walk_roots(get)
        publication = trusted.poll(get(f"{scope}/latest.ndjson"), parse_time(case["now"]))
        choice = choose(publication.table, case["device"], {})
        if publication.hold is not None and choice["choice"] != "hold":
            raise Refused("newer", publication.hold)
        outcome = {
            "outcome": "accepted",
            "root": trusted.root["version"],
            "seq": publication.seq,
            "choice": choice,
        }
    except Refused as refused:
        outcome = {"outcome": "rejected", "rule": refused.rule}
    return outcome == case["expected"]


AGREES = {
    "buckets.json": same_bucket,
    "canonical.json": same_canonical,
    "channels/accepted.json": same_outcome,
    "channels/rejected.json": same_outcome,
    "channels/roots.json": same_outcome,
    "choice.json": same_choice,
    "downgrade.json": same_going,
    "paths.json": same_paths,
    "ranges.json": same_range,
    "signatures.json": same_signature,
    "tables.json": same_choices,
    "versions.json": same_order,
}


def main():
    files = {path.relative_to(VECTORS).as_posix(): path for path in VECTORS.rglob("*.json")}
    passed = failed = 0
    for name in sorted(files.keys() | AGREES.keys()):
        if name not in files or name not in AGREES:
            print(f"{name}: there are vectors without a reading here, or none where one is")
            failed += 1
            continue
        cases = json.loads(files[name].read_text("utf-8"))["cases"]
        differing = [case for case in cases if not AGREES[name](case)]
        for case in differing:
            print(f"{name}: differs on {json.dumps(case.get('name', case))[:200]}")
        print(f"{name}: agrees on {len(cases) - len(differing)} of {len(cases)}")
        passed += len(cases) - len(differing)
        failed += len(differing)
    print(f"\n{passed} passed, {failed} failed")
    return failed > 0 or passed == 0


if __name__ == "__main__":
    sys.exit(main())
