"""What a device gets (docs/wire.md §10, §14), and whether it may go there (§15)."""

from wavecast.bucket import bucket, list_hash
from wavecast.metadata import is_newer_table
from wavecast.rows import understood
from wavecast.versions import Range, Version

KEEP = {"choice": "keep"}
HOLD = {"choice": "hold"}
ATTRIBUTE_BYTES = 256


def choose(table: dict, device: dict, lists: dict, layer: str | None = None) -> dict:
    """The answer of a verified table, or of one of its layers of properties. `device` has `id`,
    `attributes` and `active` (its active release or None; in a layer, the release last applied from
    it). `lists` are the device lists that were fetched and verified, by the name of their target."""
    if is_newer_table(table):
        return HOLD
    if table.get("moved") is not None:
        return {"choice": "moved", "scope": table["moved"]}
    if table.get("retired"):
        return {"choice": "retired"}
    if layer is None:
        return read(table["rows"], device, lists)
    layers = [one["rows"] for one in table.get("properties", []) if one["layer"] == layer]
    return read(layers[0], device, lists) if layers else KEEP


def read(rows, device, lists):
    for row in rows:
        if not understood(row):
            if isinstance(row, dict) and row.get("skip") is True:
                continue
            return HOLD
        answer = answer_of(row, device, lists)
        if answer is not None:
            return answer
    return KEEP


def answer_of(row, device, lists):
    """What a row says to this device; None if it doesn't match."""
    if row.get("hold") and device["active"] != row["release"]:
        return None
    for dimension, condition in row.get("when", {}).items():
        if not matches(condition, device["attributes"].get(dimension)):
            return None
    devices = row.get("devices")
    if isinstance(devices, str):
        if devices not in lists:
            return {"choice": "needs_list", "target": devices}
        devices = lists[devices]
    if devices is not None and list_hash(row["salt"], device["id"]) not in devices:
        return None
    if "embedded" in row:
        return {"choice": "embedded", "release": row["release"]}
    if "config" in row:
        return config(row, row["config"]) if row["config"] is not None else KEEP
    own = bucket(row["salt"], device["id"])
    targets = [target for low, high, target in row["ranges"] if low <= own <= high]
    return config(row, targets[0]) if targets else None


def config(row, target):
    return {"choice": "config", "release": row["release"], "target": target}


def matches(condition: list | str, value: object) -> bool:
    """One that is unset, no text, too long or no version matches nothing."""
    if not isinstance(value, str) or len(value.encode(errors="replace")) > ATTRIBUTE_BYTES:
        return False
    if isinstance(condition, list):
        return value in condition
    try:
        return Range.parse(condition).holds(Version.parse(value))
    except ValueError:
        return False


def may_go(case: dict) -> str:
    """`go`, or the rule for which a device keeps what it has: `index` or `version`."""
    if case["chosen_index"] < case["confirmed_index"]:
        return "index"
    running = case["running_version"]
    lower = running is not None and Version.parse(case["chosen_version"]) < Version.parse(running)
    withdrawn = case["running"] in case["withdrawn"]
    if lower and case["running_fits"] and not withdrawn and not case["downgrade"]:
        return "version"
    return "go"
