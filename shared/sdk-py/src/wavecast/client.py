"""A channel's client over HTTP: poll, choose, and bring what was chosen, verified."""

import hashlib
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any
from urllib.error import HTTPError
from urllib.request import HTTPRedirectHandler, Request, build_opener

from wavecast.choice import choose
from wavecast.config import read_config
from wavecast.lists import read_device_list
from wavecast.manifest import read_manifest, variant_of
from wavecast.properties import read_properties
from wavecast.strict import Refused
from wavecast.trust import POLL_BYTES, Publication, Trusted

ROOT_BYTES = 512 * 1024


class NoRedirect(HTTPRedirectHandler):
    """An edge answers itself; a redirect is somebody else's word."""

    def redirect_request(self, *_: object) -> None:
        return None


class Client:
    """Polls one channel. Nothing of an answer is used before it is verified."""

    def __init__(self, trusted: Trusted, base_url: str, seconds: float = 30):
        """`seconds` is how long one read of the network may take."""
        self.trusted, self.base_url, self.seconds = trusted, base_url.rstrip("/"), seconds
        self.lists: dict[str, list[str]] = {}
        self.opener = build_opener(NoRedirect)
        #: The clock, for who has a better one than the machine's.
        self.now: Callable[[], datetime] = lambda: datetime.now(UTC)

    def poll(self) -> Publication:
        """The newest publication: one conditional GET, and the roots where something doesn't verify."""
        try:
            publication = self.ask()
        except Refused:
            if not self.walk():
                raise
            return self.ask()
        if publication.root_hint > self.trusted.root["version"] and self.walk():
            return self.ask()
        return publication

    def choose(self, device: dict, layer: str | None = None) -> dict[str, Any]:
        """What the accepted table says to a device; the lists that it asks for are fetched."""
        publication = self.trusted.publication
        if publication is None or not self.trusted.is_fresh(self.now()):
            return {"choice": "keep"}
        if publication.hold is not None:
            return {"choice": "hold"}
        while True:
            choice = choose(publication.table, device, self.lists, layer)
            if choice["choice"] != "needs_list":
                return choice
            self.lists[choice["target"]] = read_device_list(self.target(choice["target"]))

    def update(self, target: str, attributes: dict[str, str]) -> tuple[dict, dict, dict]:
        """The release config of a choice, its manifest, and the variant for these attributes."""
        config = read_config(self.target(target))
        named = config["manifest"]
        data = self.target(named["target"], (named["size"], named["sha256"]))
        package_keys = self.trusted.root["x-wavecast"].get("package_keys")
        manifest = read_manifest(data, self.trusted.scope, package_keys)
        variant = variant_of(manifest, attributes)
        listed = manifest["variants"][named["variant"] : named["variant"] + 1]
        if variant is None or [variant] != listed:
            raise Refused("shape", "the config's variant is not the one that fits")
        return config, manifest, variant

    def properties(self, target: str) -> dict[str, Any]:
        """A properties file that a layer chose."""
        return read_properties(self.target(target))

    def file(self, file: dict) -> bytes:
        """The verified bytes of a file of a package. Meant for small files: it is read whole."""
        named = (file["size"], file["sha256"])
        if file.get("target") is not None:
            return self.target(file["target"], named)
        return self.named(f"{self.folder}/files/{file['sha256']}", *named)

    @property
    def folder(self) -> str:
        return "/".join(self.trusted.scope.split("/")[:2])

    def ask(self) -> Publication:
        trusted = self.trusted
        path = f"{trusted.scope}/latest.ndjson"
        headers = {} if trusted.etag is None else {"If-None-Match": trusted.etag}
        status, data, etag = self.get(path, POLL_BYTES, headers)
        if status == 304 and trusted.publication is not None:
            if not trusted.is_fresh(self.now()):
                raise Refused("expired", "what is unchanged has expired")
            return trusted.publication
        if status != 200:
            raise OSError(f"{path} answered {status}")
        return trusted.poll(data, self.now(), etag)

    def walk(self) -> bool:
        """Afterwards the edge's word alone, an ETag, must not hide what is new."""
        newer = self.trusted.walk_roots(self.root)
        self.trusted.etag = None
        return newer

    def root(self, path: str) -> bytes | None:
        status, data, _ = self.get(path, ROOT_BYTES)
        if status not in (200, 404):
            raise OSError(f"{path} answered {status}")
        return data if status == 200 else None

    def target(self, name: str, expected: tuple[int, str] | None = None) -> bytes:
        """A target by name, as the accepted publication names it."""
        publication = self.trusted.publication
        file = None if publication is None else publication.targets.get(name)
        if file is None:
            raise Refused("hash", f"no target {name} is named")
        named = (file["length"], file["hashes"]["sha256"])
        if expected not in (None, named):
            raise Refused("hash", f"{name} is named with another hash or length")
        return self.named(f"{self.folder}/targets/{named[1]}.{name}", *named)

    def named(self, path: str, length: int, sha256: str) -> bytes:
        status, data, _ = self.get(path, length)
        # A 404 for what verified metadata names is transient: the caller backs off and asks again.
        if status != 200:
            raise OSError(f"{path} answered {status}")
        if len(data) != length or hashlib.sha256(data).hexdigest() != sha256:
            raise Refused("hash", f"{path} is not the file that was named")
        return data

    def get(self, path: str, limit: int, headers: dict | None = None) -> tuple[int, bytes, str | None]:
        """Status, at most `limit` + 1 bytes, and the ETag."""
        request = Request(f"{self.base_url}/{path}", headers=headers or {})
        try:
            with self.opener.open(request, timeout=self.seconds) as answer:
                data = answer.read(limit + 1)
                if len(data) > limit:
                    raise Refused("shape", f"{path} has more than {limit} bytes")
                return answer.status, data, answer.headers.get("ETag")
        except HTTPError as error:
            with error:
                return error.code, b"", None
