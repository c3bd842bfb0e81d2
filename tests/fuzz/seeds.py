"""Writes seeds that follow from the vectors and from a folder of published objects, if one is named:
`tests/fuzz/seeds.py [EDGE]`. A file that is there already stays; each is named by its hash."""

import base64
import hashlib
import json
import sys
from pathlib import Path

HERE = Path(__file__).parent
VECTORS = HERE.parent / "vectors"
# Beyond this a seed slows every run down, and says no more than a short one.
LONGEST = 8000


def seed(target, data):
    data = data.encode() if isinstance(data, str) else data
    folder = HERE / "corpus" / target
    folder.mkdir(parents=True, exist_ok=True)
    if len(data) <= LONGEST:
        (folder / hashlib.sha256(data).hexdigest()[:16]).write_bytes(data)


def cases(name):
    return json.loads((VECTORS / name).read_text())["cases"]


def text(value):
    return json.dumps(value, separators=(",", ":"), ensure_ascii=False, sort_keys=True)


def from_vectors():
    for case in cases("canonical.json"):
        seed("json", case["input"] if "input" in case else bytes.fromhex(case["input_hex"]))
    for case in [*cases("choice.json"), *cases("tables.json")]:
        seed("table", text(case["table"]))
    for case in cases("versions.json"):
        seed("version", "\n".join(case[side] for side in ("left", "right", "invalid") if side in case))
    for case in cases("ranges.json"):
        lines = [case.get("range", case.get("invalid")), *case.get("within", []), *case.get("outside", [])]
        seed("version", "\n".join(lines))
    for case in cases("signatures.json"):
        seed("key", text(case["key"]))
        seed("key", str(case["key"].get("keyval", {}).get("public", "")))
        seed("key", bytes([0]) + bytes.fromhex(case["signature"]))
    for case in cases("paths.json"):
        seed("manifest", "\n".join(case["paths"]) if "paths" in case else case["path"])
    seed("config", '{"devices":["0011223344556677","8899aabbccddeeff"],"v":1}')
    seed("config", '{"color":"warm","dim":false,"level":7,"scene":null}')
    for case in cases("buckets.json")[::100]:
        seed("text", case["id"])
        seed("text", case["salt"])
    for name in ("accepted", "rejected", "roots"):
        for case in cases(f"channels/{name}.json"):
            for path, body in case["edge"].items():
                published(path, body.encode())


def published(path, body):
    """A published object goes to whoever reads one of its kind."""
    seed("text", path)
    name = path.rsplit("/", 1)[-1]
    if name == "latest.ndjson":
        seed("latest", body)
        for line in body.split(b"\n")[:3]:
            seed("metadata", line)
    elif name.endswith((".root.json", ".targets.json", ".snapshot.json", "timestamp.json")):
        seed("metadata", body)
    elif ".release-" in name or ".properties-" in name or ".devices-" in name:
        seed("config", body)
    elif ".package-" in name:
        seed("manifest", body)
        seed("manifest", base64.b64decode(json.loads(body)["payload"]))


def main(arguments):
    from_vectors()
    for edge in map(Path, arguments):
        for file in sorted(edge.rglob("*")):
            if file.is_file():
                published(file.relative_to(edge).as_posix(), file.read_bytes())


if __name__ == "__main__":
    main(sys.argv[1:])
