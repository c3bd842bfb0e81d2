"""Envelopes and the four kinds of metadata: their shape (docs/wire.md §5) and signatures (§4)."""

from wavecast.keys import distinct_signers
from wavecast.names import is_count, is_hash, is_name, is_scope, is_target, parse_time
from wavecast.strict import Refused, canonical, read, shape

KIB = 1024
LIMITS = {"root": 512 * KIB, "timestamp": 16 * KIB, "snapshot": 64 * KIB, "targets": 256 * KIB}
ROLES = list(LIMITS)
SIGNATURES = 64


def open_envelope(data: bytes, role: str, scope: str, keys=None) -> dict:
    """The body of a file of this role. It is verified by `keys`, a role of the trusted root and its
    keys by id; a root by its own."""
    envelope = read(data, LIMITS[role])
    shape(isinstance(envelope, dict) and isinstance(envelope.get("signed"), dict), "no envelope")
    check_signatures(envelope.get("signatures"))
    body = envelope["signed"]
    check_body(body, role, scope)
    keys = role_keys(body, "root") if keys is None else keys
    verify(envelope, keys)
    return body


def verify(envelope, keys):
    threshold, by_id = keys
    message = canonical(envelope["signed"])
    valid = distinct_signers(by_id, message, envelope["signatures"])
    if valid < threshold:
        raise Refused("signature", f"{valid} of {threshold} signatures")


def role_keys(root, role):
    described = root["roles"][role]
    return described["threshold"], {id: root["keys"][id] for id in described["keyids"]}


def check_signatures(signatures):
    shape(isinstance(signatures, list) and len(signatures) <= SIGNATURES, "signatures")
    for signature in signatures:
        shape(isinstance(signature, dict), "a signature is no object")
        texts = isinstance(signature.get("keyid"), str) and isinstance(signature.get("sig"), str)
        shape(texts, "a signature lacks keyid or sig")
    ids = [signature["keyid"] for signature in signatures]
    shape(len(set(ids)) == len(ids), "a key id signs twice")


def check_body(body, role, scope):
    shape(body.get("_type") == role, f"it is no {role}")
    version = body.get("spec_version")
    shape(isinstance(version, str) and version.startswith("1."), "it is not TUF 1")
    shape(is_count(body.get("version"), 1), "its version")
    try:
        parse_time(body.get("expires"))
    except ValueError as error:
        raise Refused("shape", str(error)) from error
    extra = body.get("x-wavecast")
    shape(isinstance(extra, dict) and is_count(extra.get("v")), "no x-wavecast")
    crit = extra.get("crit", [])
    shape(isinstance(crit, list) and all(isinstance(one, str) for one in crit), "its crit")
    shape(is_scope(extra.get("scope")), "it names no scope")
    if extra["scope"] != scope:
        raise Refused("scope", f"it speaks for {extra['scope']}")
    RULES[role](body)


def check_root(root):
    keys, roles = root.get("keys"), root.get("roles")
    shape(isinstance(keys, dict) and isinstance(roles, dict), "its keys and roles")
    for role in ROLES:
        described = roles.get(role)
        shape(isinstance(described, dict), f"it has no role {role}")
        ids = described.get("keyids")
        shape(isinstance(ids, list) and all(isinstance(id, str) for id in ids), "key ids")
        shape(is_count(described.get("threshold"), 1), f"the threshold of {role}")
        shape(len(set(ids)) == len(ids), f"a key of {role} stands twice")
        shape(all(id in keys for id in ids), f"a key of {role} is missing")
    named = root["x-wavecast"].get("package_keys")
    if named is not None:
        shape(isinstance(named, dict) and is_count(named.get("threshold"), 1), "its package keys")
        keys = named.get("keys")
        shape(isinstance(keys, dict) and all(map(is_hash, keys)), "its package keys")


def check_timestamp(timestamp):
    check_meta(timestamp, "snapshot.json")
    extra = timestamp["x-wavecast"]
    poll = extra.get("poll")
    shape(is_count(extra.get("root")) and isinstance(poll, dict), "root and poll")
    shape(is_count(poll.get("seconds")) and is_count(poll.get("jitter")), "its poll")
    try:
        parse_time(extra.get("issued"))
    except ValueError as error:
        raise Refused("shape", str(error)) from error


def check_meta(body, name):
    meta = body.get("meta")
    file = meta.get(name) if isinstance(meta, dict) else None
    shape(isinstance(file, dict) and is_count(file.get("version"), 1), f"it names no {name}")
    check_file(file)


def check_targets(targets):
    files = targets.get("targets")
    shape(isinstance(files, dict) and all(map(is_target, files)), "its targets")
    for file in files.values():
        shape(isinstance(file, dict), "a target is no object")
        check_file(file)
    check_table(targets["x-wavecast"])


def check_table(table: dict) -> None:
    """What a table of this version must be; one that is newer may have another shape."""
    if is_newer_table(table):
        return
    shape(isinstance(table.get("rows"), list), "its rows")
    withdrawn = table.get("withdrawn", [])
    shape(isinstance(withdrawn, list) and all(map(is_name, withdrawn)), "what it withdraws")
    layers = table.get("properties", [])
    shape(isinstance(layers, list) and all(map(is_layer, layers)), "its layers")
    shape(table.get("moved") is None or is_scope(table["moved"]), "where it moved")
    shape(isinstance(table.get("retired", False), bool), "whether it retired")


def is_newer_table(table: dict) -> bool:
    """Whether a table says something that this client can't read: then it holds."""
    same = is_count(table.get("v")) and table["v"] == 1
    return not same or bool(table.get("crit")) or not is_buckets(table.get("buckets"))


def is_buckets(value: object) -> bool:
    return is_count(value) and value == 10_000


def is_layer(layer):
    return isinstance(layer, dict) and is_name(layer.get("layer")) and type(layer.get("rows")) is list


def check_file(file):
    length, hashes = file.get("length"), file.get("hashes")
    shape(is_count(length), "a length")
    shape(isinstance(hashes, dict) and is_hash(hashes.get("sha256")), "a sha256")


RULES = {
    "root": check_root,
    "timestamp": check_timestamp,
    "snapshot": lambda body: check_meta(body, "targets.json"),
    "targets": check_targets,
}
