// The client against an edge that lies: it keeps what it trusts, and says which rule was broken.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { fromUtf8, utf8 } from "../src/bytes.js";
import { Client, Refused, Trust, overlay, readManifest, readProperties, type Fetch } from "../src/index.js";
import { timeOf } from "../src/names.js";

interface Vector {
  name: string;
  scope: string;
  trusted: { root: string };
  edge: Record<string, string>;
  now: string;
}

const accepted = new URL("../../../../tests/vectors/channels/accepted.json", import.meta.url);
const { cases } = JSON.parse(readFileSync(accepted, "utf8")) as { cases: Vector[] };
const [channel] = cases;
assert.ok(channel);
const { scope, trusted, edge } = channel;
const now = timeOf(channel.now, "now");
const latest = `${scope}/latest.ndjson`;

interface Asked {
  path: string;
  headers: Record<string, string>;
}

/** An edge of these objects, which notes what it was asked. */
function serve(objects: Record<string, string>, asked: Asked[] = []): Fetch {
  return (url, { headers }) => {
    const path = url.replace("https://edge.example/", "");
    asked.push({ path, headers });
    const text = objects[path];
    const unchanged = headers["if-none-match"] === '"1"';
    const status = text === undefined ? 404 : unchanged ? 304 : 200;
    const bytes = utf8(status === 200 ? (text ?? "") : "");
    return Promise.resolve({
      status,
      headers: { get: (name: string) => (name === "etag" ? '"1"' : null) },
      arrayBuffer: () => Promise.resolve(bytes.slice().buffer),
    });
  };
}

function client(fetch: Fetch, at = now): Client {
  const trust = Trust.begin(scope, utf8(trusted.root));
  return new Client(trust, { baseUrl: "https://edge.example/", fetch, now: () => at });
}

async function rule(promise: Promise<unknown>): Promise<string> {
  const error: unknown = await promise.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  assert.ok(error instanceof Refused, String(error));
  return error.rule;
}

test("a second poll is conditional, and its 304 keeps what is trusted", async () => {
  const asked: Asked[] = [];
  const one = client(serve(edge, asked));
  const first = await one.poll();
  assert.equal(await one.poll(), first);
  const polls = asked.filter(({ path }) => path === latest).map(({ headers }) => headers);
  assert.deepEqual(polls.slice(-1), [{ "if-none-match": '"1"' }]);
});

test("what is saved is trusted again, and nothing else is", async () => {
  const one = client(serve(edge));
  await one.poll();
  const saved = one.trust.save((bytes) => fromUtf8(bytes) ?? "");
  assert.equal(Trust.restore(saved, utf8).publication?.seq, one.trust.publication?.seq);
  const torn = Trust.restore({ ...saved, latest: saved.latest?.slice(0, -2) ?? "" }, utf8);
  assert.deepEqual([torn.publication, torn.etag], [undefined, undefined]);
});

test("an older publication is refused, and the newer one stays", () => {
  const older = cases.find((one) => one.scope === scope && seqOf(one) < seqOf(channel));
  const newer = older ? channel : cases.find((one) => one.scope === scope && seqOf(one) > seqOf(channel));
  const [low, high] = [older ?? channel, newer ?? channel];
  assert.ok(seqOf(low) < seqOf(high), "the vectors hold two publications of one channel");
  const trust = Trust.begin(high.scope, utf8(high.trusted.root));
  trust.poll(utf8(high.edge[`${high.scope}/latest.ndjson`] ?? ""), undefined, timeOf(high.now, "now"));
  assert.throws(
    () => trust.poll(utf8(low.edge[`${low.scope}/latest.ndjson`] ?? ""), undefined, timeOf(low.now, "now")),
    { name: "Refused", rule: "version" },
  );
  assert.equal(trust.publication?.seq, seqOf(high));
});

function seqOf(one: Vector): number {
  const line = one.edge[`${one.scope}/latest.ndjson`]?.split("\n")[0] ?? "{}";
  return (JSON.parse(line) as { signed?: { version?: number } }).signed?.version ?? 0;
}

test("a poll that was cut short, lengthened or changed leaves nothing behind", async () => {
  const whole = edge[latest] ?? "";
  const lies: [string, string][] = [
    [whole.slice(0, -1), "shape"],
    [whole + "x".repeat(400 * 1024), "shape"],
    [whole.replace(/"length":/, '"length":1'), "signature"],
    ["<html>404</html>\n", "shape"],
    ["", "shape"],
  ];
  for (const [lie, expected] of lies) {
    const one = client(serve({ ...edge, [latest]: lie }));
    assert.equal(await rule(one.poll()), expected);
    assert.equal(one.trust.publication, undefined);
  }
});

test("a 304 doesn't make fresh what has expired", async () => {
  let at = now;
  const trust = Trust.begin(scope, utf8(trusted.root));
  const one = new Client(trust, { baseUrl: "https://edge.example", fetch: serve(edge), now: () => at });
  await one.poll();
  at += 10 * 365 * 86_400;
  assert.equal(await rule(one.poll()), "expired");
  assert.deepEqual(await one.choose({ id: "x", attributes: {}, active: null }), { choice: "keep" });
});

test("a file of another length or content is refused, and so is a name that nobody signed", async () => {
  const one = client(serve(edge));
  await one.poll();
  assert.equal(await rule(one.update("release-nobody.json", {})), "hash");
  const files = { ...edge };
  for (const [name, { sha256 }] of one.trust.publication?.targets ?? []) {
    files[`${scope.split("/").slice(0, 2).join("/")}/targets/${sha256}.${name}`] = "{}";
  }
  const lied = client(serve(files));
  await lied.poll();
  const [name] = lied.trust.publication?.targets.keys() ?? [];
  assert.ok(name);
  assert.equal(await rule(lied.update(name, {})), "hash");
});

test("an endless answer is left after its limit", async () => {
  let read = 0;
  const endless: Fetch = () =>
    Promise.resolve({
      status: 200,
      headers: { get: () => null },
      body: {
        getReader: () => ({
          read: () => Promise.resolve({ done: false, value: new Uint8Array(++read && 65_536) }),
          cancel: () => Promise.resolve(),
        }),
      },
      arrayBuffer: () => Promise.reject(new Error("it has no end")),
    });
  assert.equal(await rule(client(endless).poll()), "shape");
  assert.ok(read < 32, `${String(read)} pieces were read`);
});

test("layers overlay by key, null included, and keys are only keys", () => {
  const base = readProperties(utf8('{"a":1,"b":2,"constructor":"x"}'));
  const layer = readProperties(utf8('{"__proto__":null,"b":null}'));
  const seen = overlay(base, layer);
  assert.deepEqual(Object.entries(seen), [["a", 1], ["b", null], ["constructor", "x"], ["__proto__", null]]);
  for (const text of ['{"a":[1]}', '{"a":{}}', '{"a b":1}', '{"a":"\\u0007"}', "[]", '{"a":1.5}']) {
    assert.throws(() => readProperties(utf8(text)), Refused);
  }
});

test("a manifest is read only where package keys have signed, if any must", () => {
  const payload = {
    v: 1, org: "acme", app: "lamp", name: "site", version: "1", kind: "bundle", requires: {},
    rollback_index: 0,
    variants: [{ when: {}, files: [{ path: "index.html", role: "index", sha256: "0".repeat(64), size: 1, content_type: "text/html" }] }],
  };
  const envelope = (value: unknown): Uint8Array =>
    utf8(JSON.stringify({
      payload: Buffer.from(JSON.stringify(value)).toString("base64"),
      payloadType: "application/vnd.wavecast.package.v1+json",
      signatures: [],
    }));
  assert.equal(readManifest(envelope(payload), "acme/lamp/stable", undefined).name, "site");
  const read = (value: unknown, from = "acme/lamp/stable"): string => {
    try {
      readManifest(envelope(value), from, undefined);
    } catch (error) {
      if (error instanceof Refused) return error.rule;
      throw error;
    }
    return "read";
  };
  assert.equal(read(payload, "acme/other/stable"), "scope");
  assert.equal(read({ ...payload, v: 2 }), "newer");
  assert.equal(read({ ...payload, kind: "firmware" }), "shape");
  assert.equal(read({ ...payload, requires: { os: ">2,<1" } }), "shape");
  assert.equal(read({ ...payload, variants: [] }), "shape");
  assert.throws(
    () => readManifest(envelope(payload), "acme/lamp/stable", { threshold: 1, keys: new Map() }),
    { name: "Refused", rule: "signature" },
  );
});
