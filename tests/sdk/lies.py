"""The Python SDK against edges that lie: it keeps what it trusts, and says which rule was broken."""

import copy
import json
import sys
import threading
import traceback
from datetime import timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

from wavecast import Client, Refused, Trusted, overlay, read_manifest, read_properties
from wavecast.names import parse_time

VECTORS = Path(__file__).parent.parent / "vectors"
CASES = json.loads((VECTORS / "channels/accepted.json").read_text("utf-8"))["cases"]
CASE = CASES[0]
SCOPE, LATEST = CASE["scope"], f"{CASE['scope']}/latest.ndjson"


class Edge:
    """A server of these objects; it notes what it was asked."""

    def __init__(self, objects):
        self.objects, self.asked = {k: v.encode() for k, v in objects.items()}, []
        edge = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self):
                path = self.path.lstrip("/")
                edge.asked.append((path, self.headers.get("If-None-Match")))
                data = edge.objects.get(path)
                same = self.headers.get("If-None-Match") == '"1"'
                self.send_response(404 if data is None else 304 if same else 200)
                self.send_header("ETag", '"1"')
                self.end_headers()
                if data is not None and not same:
                    self.wfile.write(data)

            def log_message(self, *_):
                """Says nothing."""

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    def client(self):
        trusted = Trusted(SCOPE, CASE["trusted"]["root"].encode())
        client = Client(trusted, f"http://127.0.0.1:{self.server.server_port}/")
        client.now = lambda: parse_time(CASE["now"])
        return client

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.server.shutdown()
        self.server.server_close()


def rule(call, *arguments):
    try:
        call(*arguments)
    except Refused as refused:
        return refused.rule
    return None


def test_a_second_poll_is_conditional_and_its_304_keeps_what_is_trusted():
    with Edge(CASE["edge"]) as edge:
        client = edge.client()
        first = client.poll()
        assert client.poll() is first
        assert edge.asked[-1] == (LATEST, '"1"')


def test_what_is_saved_is_trusted_again_and_nothing_else_is():
    with Edge(CASE["edge"]) as edge:
        client = edge.client()
        seq = client.poll().seq
        saved = client.trusted.save()
        assert Trusted.restore(saved).publication.seq == seq
        torn = Trusted.restore({**saved, "latest": saved["latest"][:-2]})
        assert (torn.publication, torn.etag) == (None, None)


def test_a_poll_that_was_cut_short_lengthened_or_changed_leaves_nothing_behind():
    whole = CASE["edge"][LATEST]
    lies = {
        whole[:-1]: "shape",
        whole + "x" * 400 * 1024: "shape",
        whole.replace('"length":', '"length":1', 1): "signature",
        "<html>404</html>\n": "shape",
        "": "shape",
    }
    for lie, expected in lies.items():
        with Edge({**CASE["edge"], LATEST: lie}) as edge:
            client = edge.client()
            assert rule(client.poll) == expected, lie[:40]
            assert client.trusted.publication is None


def test_a_304_does_not_make_fresh_what_has_expired():
    with Edge(CASE["edge"]) as edge:
        client = edge.client()
        client.poll()
        client.now = lambda: parse_time(CASE["now"]) + timedelta(days=3650)
        assert rule(client.poll) == "expired"
        assert client.choose({"id": "x", "attributes": {}, "active": None}) == {"choice": "keep"}


def test_an_older_publication_is_refused_and_the_newer_one_stays():
    seqs = {seq_of(case): case for case in CASES if case["scope"] == SCOPE}
    low, high = seqs[min(seqs)], seqs[max(seqs)]
    assert low is not high
    trusted = Trusted(SCOPE, high["trusted"]["root"].encode())
    trusted.poll(high["edge"][LATEST].encode(), parse_time(high["now"]))
    older = low["edge"][LATEST].encode()
    assert rule(trusted.poll, older, parse_time(low["now"])) == "version"
    assert trusted.publication.seq == max(seqs)


def seq_of(case):
    return json.loads(case["edge"][LATEST].split("\n")[0])["signed"]["version"]


def test_a_file_of_another_content_is_refused_and_so_is_a_name_that_nobody_signed():
    with Edge(CASE["edge"]) as edge:
        client = edge.client()
        targets = client.poll().targets
        assert rule(client.update, "release-nobody.json", {}) == "hash"
        name = next(iter(targets))
        path = f"{client.folder}/targets/{targets[name]['hashes']['sha256']}.{name}"
        edge.objects[path] = b"{}"
        assert rule(client.update, name, {}) == "hash"


def test_layers_overlay_by_key():
    seen = overlay(read_properties(b'{"a":1,"b":2}'), read_properties(b'{"b":null}'))
    assert seen == {"a": 1, "b": None}
    for text in ('{"a":[1]}', '{"a":{}}', '{"a b":1}', '{"a":"\\u0007"}', "[]", '{"a":1.5}'):
        assert rule(read_properties, text.encode()) == "shape", text


def test_a_manifest_is_read_only_where_package_keys_have_signed_if_any_must():
    import base64

    file = {"path": "a.html", "role": "index", "sha256": "0" * 64, "size": 1}
    variant = {"when": {}, "files": [{**file, "content_type": "text/html"}]}
    good = {"v": 1, "org": "acme", "app": "lamp", "name": "site", "version": "1", "kind": "bundle"}
    good |= {"requires": {}, "rollback_index": 0, "variants": [variant]}

    def of(payload, scope=SCOPE, keys=None):
        text = base64.b64encode(json.dumps(payload).encode()).decode()
        kind = "application/vnd.wavecast.package.v1+json"
        envelope = {"payload": text, "payloadType": kind, "signatures": []}
        return read_manifest(json.dumps(envelope).encode(), scope, keys)

    assert of(good, "acme/lamp/stable")["name"] == "site"
    assert rule(of, good, "acme/other/stable") == "scope"
    bad = {"v": (2, "newer"), "kind": ("firmware", "shape"), "variants": ([], "shape")}
    for key, (value, expected) in bad.items():
        assert rule(of, {**copy.deepcopy(good), key: value}, "acme/lamp/stable") == expected, key
    assert rule(of, {**good, "requires": {"os": ">2,<1"}}, "acme/lamp/stable") == "shape"
    assert rule(of, good, "acme/lamp/stable", {"threshold": 1, "keys": {}}) == "signature"


def main():
    passed = failed = 0
    for name, test in list(globals().items()):
        if not name.startswith("test_"):
            continue
        try:
            test()
            passed += 1
        except Exception:
            failed += 1
            print(f"{name} FAILED\n{traceback.format_exc()}")
    print(f"{passed} passed, {failed} failed")
    return failed > 0 or passed == 0


if __name__ == "__main__":
    sys.exit(main())
