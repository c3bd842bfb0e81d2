"""The package manifest: the one truth about files, in a DSSE envelope (docs/wire.md §12)."""

import base64
import binascii
import re
from typing import Any

from wavecast.choice import ATTRIBUTE_BYTES, matches
from wavecast.keys import distinct_signers
from wavecast.metadata import check_signatures
from wavecast.names import is_count, is_hash, is_name, is_package, is_slug
from wavecast.paths import go_together
from wavecast.properties import is_signable
from wavecast.strict import Refused, read, shape
from wavecast.versions import Range, Version

BYTES = 128 * 1024 * 1024
FILES = 100_000
FILE_BYTES = 16 << 30
PACKAGE_BYTES = 64 << 30
PAYLOAD_TYPE = "application/vnd.wavecast.package.v1+json"
ROLES = {"index", "important", "lazy", "resource", "image"}
MEDIA_TYPE = re.compile("[ -~]{1,255}")


def read_manifest(data: bytes, scope: str, package_keys: dict | None) -> dict[str, Any]:
    """Reads a manifest whose hash was verified. `scope` is the channel's; where the trusted root
    names `package_keys`, a threshold of them must have signed."""
    envelope = read(data, BYTES)
    shape(isinstance(envelope, dict) and envelope.get("payloadType") == PAYLOAD_TYPE, "its type")
    payload = decode(envelope.get("payload"))
    shape(payload is not None, "its payload is no base64")
    check_signatures(envelope.get("signatures"))
    if package_keys is not None:
        signatures = [
            {"keyid": one["keyid"], "sig": (decode(one["sig"]) or b"").hex()}
            for one in envelope["signatures"]
        ]
        head = f"DSSEv1 {len(PAYLOAD_TYPE)} {PAYLOAD_TYPE} {len(payload)} ".encode()
        valid = distinct_signers(package_keys["keys"], head + payload, signatures)
        if valid < package_keys["threshold"]:
            raise Refused("signature", f"{valid} of {package_keys['threshold']} package keys")
    manifest = read(payload, BYTES)
    check_manifest(manifest)
    if [manifest["org"], manifest["app"]] != scope.split("/")[:2]:
        raise Refused("scope", f"it is a package of {manifest['org']}/{manifest['app']}")
    return manifest


def variant_of(manifest: dict, attributes: dict[str, str]) -> dict[str, Any] | None:
    """The first variant that fits, or None."""
    return next((one for one in manifest["variants"] if fits(one["when"], attributes)), None)


def fits(when: dict, attributes: dict[str, str]) -> bool:
    """Whether every condition matches."""
    return all(matches(condition, attributes.get(name)) for name, condition in when.items())


def decode(text: object) -> bytes | None:
    """The bytes of base64 with padding, one text per value."""
    try:
        data = base64.b64decode(text, validate=True) if isinstance(text, str) else None
    except (binascii.Error, ValueError):
        return None
    return data if data is None or base64.b64encode(data).decode() == text else None


def check_manifest(manifest: object) -> None:
    shape(isinstance(manifest, dict), "a manifest is no object")
    crit = manifest.get("crit", [])
    shape(isinstance(crit, list), "its crit")
    if not is_count(manifest.get("v")) or manifest["v"] != 1 or crit:
        raise Refused("newer", "a manifest of another version")
    shape(is_slug(manifest.get("org")) and is_slug(manifest.get("app")), "its org and app")
    shape(is_package(manifest.get("name")), "its name")
    version = manifest.get("version")
    shape(is_version(version) and len(version) <= 100, "its version")
    shape(manifest.get("kind") in ("bundle", "firmware"), "its kind")
    requires = manifest.get("requires")
    fine = isinstance(requires, dict) and all(map(is_name, requires))
    shape(fine and all(map(is_range, requires.values())), "its requires")
    index = manifest.get("rollback_index")
    shape(is_count(index) and index < 1 << 32, "its rollback_index")
    variants = manifest.get("variants")
    shape(isinstance(variants, list) and variants, "it has no variant")
    for number, variant in enumerate(variants):
        check_variant(manifest, number, variant)
    sizes = [file["size"] for variant in variants for file in variant["files"]]
    shape(len(sizes) <= FILES and sum(sizes) <= PACKAGE_BYTES, "too many or too large files")


def check_variant(manifest: dict, number: int, variant: object) -> None:
    shape(isinstance(variant, dict), "a variant is no object")
    when, files = variant.get("when"), variant.get("files")
    named = isinstance(when, dict) and all(is_name(one) for one in when)
    fine = named and "package_version" not in when and all(map(is_condition, when.values()))
    shape(fine, "the conditions of a variant")
    shape(isinstance(files, list) and files, "a variant without files")
    firmware = manifest["kind"] == "firmware"
    for index, file in enumerate(files):
        check_file(file, image_name(manifest, number, index) if firmware else None)
    shape(go_together([file["path"] for file in files]), "the paths of a variant")
    shape([file["role"] for file in files].count("index") <= 1, "more than one index")


def image_name(manifest: dict, variant: int, file: int) -> str:
    """The target of the image of a file: version without build text, both numbers from 0."""
    version = manifest["version"].split("+")[0]
    return f"image-{manifest['name']}-{version}-{variant}-{file}.bin"


def check_file(file: object, target: str | None) -> None:
    shape(isinstance(file, dict) and file.get("role") in ROLES, "the role of a file")
    image = file["role"] == "image"
    shape(image == (target is not None), "firmware has images, a bundle has none")
    shape(file.get("target") == target, "the target of a file")
    shape(isinstance(file.get("path"), str), "the path of a file")
    shape(is_hash(file.get("sha256")), "the sha256 of a file")
    shape(is_count(file.get("size")) and file["size"] <= FILE_BYTES, "the size of a file")
    media_type = file.get("content_type")
    shape(isinstance(media_type, str) and MEDIA_TYPE.fullmatch(media_type), "a file's media type")


def is_version(value: object) -> bool:
    try:
        Version.parse(value)
    except (TypeError, ValueError):
        return False
    return True


def is_range(value: object) -> bool:
    """A range that some version lies within."""
    try:
        return not Range.parse(value).is_empty()
    except (AttributeError, TypeError, ValueError):
        return False


def is_condition(value: object) -> bool:
    """Whether some device can match it."""
    if not isinstance(value, list):
        return is_range(value)
    texts = all(isinstance(one, str) and is_signable(one) for one in value)
    return bool(value) and texts and all(len(one.encode()) <= ATTRIBUTE_BYTES for one in value)
