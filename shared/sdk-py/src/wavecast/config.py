"""The release config: what a chosen device reads next (docs/wire.md §13)."""

import re
from typing import Any

from wavecast.manifest import is_version
from wavecast.names import is_count, is_hash, is_name, is_package, is_target, parse_time
from wavecast.paths import is_path
from wavecast.properties import check_properties, is_signable
from wavecast.strict import Refused, read, shape

BYTES = 512 * 1024
INLINE = 256
MANIFEST_BYTES = 128 * 1024 * 1024
URL = re.compile("[!-~]{1,2048}")
TIME_OF_DAY = "(?:[01][0-9]|2[0-3]):[0-5][0-9]"
WINDOW = re.compile(f"({TIME_OF_DAY})-({TIME_OF_DAY})")
TAG = re.compile("[A-Za-z0-9-]{1,35}")


def read_config(data: bytes) -> dict[str, Any]:
    """Reads a release config whose hash was verified."""
    config = read(data, BYTES)
    shape(isinstance(config, dict), "a release config is no object")
    crit = config.get("crit", [])
    shape(isinstance(crit, list), "its crit")
    if not is_count(config.get("v")) or config["v"] != 1 or crit:
        raise Refused("newer", "a release config of another version")
    shape(is_name(config.get("release")) and is_count(config.get("attempt")), "its release")
    version = config.get("version")
    shape(isinstance(version, str) and is_signable(version), "its version")
    check_manifest_ref(config.get("manifest"))
    check_policy(config.get("policy"))
    check_notes(config.get("notes", {}))
    app = config.get("config")
    shape(isinstance(app, dict) and app.get("version") == config["release"], "config.version")
    timeouts = ("boot_timeout", "release_config_timeout")
    shape(all(is_count(app.get(key)) for key in timeouts), "its timeouts")
    check_properties(app.get("properties"))
    check_package(config)
    return config


def check_manifest_ref(manifest: object) -> None:
    shape(isinstance(manifest, dict), "its manifest")
    shape(is_target(manifest.get("target")) and is_package(manifest.get("name")), "its manifest")
    shape(is_version(manifest.get("version")), "its manifest's version")
    fine = is_hash(manifest.get("sha256")) and is_count(manifest.get("variant"))
    shape(fine and is_count(manifest.get("size")), "its manifest's file")
    shape(manifest["size"] <= MANIFEST_BYTES, "its manifest is too large")


def check_policy(policy: object) -> None:
    shape(isinstance(policy, dict), "its policy")
    shape(policy.get("activate") in ("next_start", "idle", "now"), "policy.activate")
    shape(is_count(policy.get("confirm_seconds")), "policy.confirm_seconds")
    for key, holds in POLICY.items():
        shape(key not in policy or holds(policy[key]), f"policy.{key}")


def check_notes(notes: object) -> None:
    shape(isinstance(notes, dict) and all(map(TAG.fullmatch, notes)), "the languages of its notes")
    texts = all(isinstance(note, str) and is_signable(note) for note in notes.values())
    shape(texts, "its notes")


def check_package(config: dict) -> None:
    package, manifest = config.get("package"), config["manifest"]
    shape(isinstance(package, dict), "its package")
    same = all(package.get(key) == manifest[key] for key in ("name", "version"))
    shape(same, "its package must be the manifest's")
    lists = [package.get("important"), package.get("lazy"), config.get("resources")]
    shape(all(isinstance(files, list) for files in lists), "its lists of files")
    index = package.get("index")
    files = ([] if index is None else [index]) + [file for files in lists for file in files]
    shape(len(files) <= INLINE and all(map(is_file, files)), "one of its files")


def is_file(file: object) -> bool:
    if not isinstance(file, dict):
        return False
    path = file.get("file_path")
    named = isinstance(path, str) and is_path(path) and is_url(file.get("url"))
    return named and is_hash(file.get("checksum")) and is_count(file.get("size"))


def is_time(value: object) -> bool:
    try:
        parse_time(value)
    except ValueError:
        return False
    return True


def is_url(value: object) -> bool:
    return isinstance(value, str) and bool(URL.fullmatch(value))


def is_window(value: object) -> bool:
    """`HH:MM-HH:MM`, two different times of day."""
    found = WINDOW.fullmatch(value) if isinstance(value, str) else None
    return found is not None and found[1] != found[2]


def is_bool(value: object) -> bool:
    return isinstance(value, bool)


POLICY = {
    "downgrade": is_bool,
    "ask": is_bool,
    "force_below": is_version,
    "least_binary": is_version,
    "deadline": is_time,
    "store_url": is_url,
    "window": is_window,
}
