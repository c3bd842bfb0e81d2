// Every vector, by the same verdicts as every other client.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { fromHex, utf8 } from "../src/bytes.js";
import {
  Refused, Trust, areTogether, bucket, canonical, choose, compareVersions, isEmptyRange, isPath,
  isUsable, isWithin, keyId, listHash, mayGo, parseRange, parseVersion, readJson, verifies,
  type Device, type Going, type Json, type JsonObject, type Lists,
} from "../src/index.js";
import { timeOf } from "../src/names.js";

const VECTORS = new URL("../../../../tests/vectors/", import.meta.url);

// eslint-disable-next-line @typescript-eslint/no-unnecessary-type-parameters -- it says what a file holds
function vectors<Case>(name: string, check: (one: Case & { name?: string }) => void): void {
  const text = readFileSync(new URL(name, VECTORS), "utf8");
  const { cases } = JSON.parse(text) as { cases: (Case & { name?: string })[] };
  test(name, async (all) => {
    assert.ok(cases.length > 0);
    for (const [index, one] of cases.entries()) {
      await all.test(one.name ?? `case ${String(index)}`, () => {
        check(one);
      });
    }
  });
}

vectors<{ salt: string; id: string; bucket: number; list_hash: string }>("buckets.json", ({ salt, id, bucket: place, list_hash }) => {
  assert.deepEqual([bucket(salt, id), listHash(salt, id)], [place, list_hash]);
});

interface Written {
  input?: string;
  input_hex?: string;
  canonical: string | null;
}

vectors<Written>("canonical.json", ({ input, input_hex: inputHex, canonical: expected }) => {
  const bytes = input === undefined ? bytesOf(inputHex ?? "") : utf8(input);
  let form: string | null = null;
  try {
    form = Buffer.from(canonical(readJson(bytes, bytes.length))).toString();
  } catch (error) {
    assert.ok(error instanceof Refused, String(error));
  }
  assert.equal(form, expected);
});

interface Order {
  left: string;
  right: string;
  order: string;
  invalid?: string;
}

vectors<Order>("versions.json", ({ left, right, order, invalid }) => {
  if (invalid !== undefined) {
    assert.equal(parseVersion(invalid), undefined);
    return;
  }
  const compared = compareVersions(version(left), version(right));
  assert.equal(["less", "equal", "greater"][Math.sign(compared) + 1], order);
});

interface Ranged {
  range: string;
  within: string[];
  outside: string[];
  empty: boolean;
  invalid?: string;
}

vectors<Ranged>("ranges.json", ({ range, within, outside, empty, invalid }) => {
  const parsed = parseRange(invalid ?? range);
  if (invalid !== undefined) {
    assert.equal(parsed, undefined);
    return;
  }
  assert.ok(parsed);
  for (const one of within) assert.ok(isWithin(parsed, version(one)), one);
  for (const one of outside) assert.ok(!isWithin(parsed, version(one)), one);
  assert.equal(isEmptyRange(parsed), empty);
});

interface Asked {
  table: Json;
  device: Device;
  lists?: Lists;
  layer?: string;
  expected: unknown;
}

vectors<Asked>("choice.json", ({ table, device, lists, layer, expected }) => {
  assert.deepEqual(choose(strict(table), device, lists, layer), expected);
});

vectors<{ table: Json; lists: Lists; asked: Omit<Asked, "table" | "lists">[] }>("tables.json", ({ table, lists, asked }) => {
  const read = strict(table);
  for (const { device, layer, expected } of asked) {
    assert.deepEqual(choose(read, device, lists, layer), expected, JSON.stringify(device));
  }
});

vectors<Going & { expected: string }>("downgrade.json", ({ expected, ...going }) => {
  assert.equal(mayGo(going), expected);
});

vectors<{ path?: string; paths?: string[]; ok: boolean }>("paths.json", ({ path, paths, ok }) => {
  assert.equal(path === undefined ? areTogether(paths ?? []) : isPath(path), ok);
});

interface Signed {
  key: Json;
  keyid: string;
  usable: boolean;
  valid: boolean;
  message: string;
  signature: string;
}

vectors<Signed>("signatures.json", ({ key, keyid, usable, valid, message, signature }) => {
  const bytes = fromHex(signature);
  const holds = bytes !== undefined && verifies(strict(key), bytesOf(message), bytes);
  assert.deepEqual([keyId(strict(key)), isUsable(strict(key)), holds], [keyid, usable, valid]);
});

for (const name of ["accepted", "rejected", "roots"]) {
  vectors<Channel & { expected: unknown }>(`channels/${name}.json`, ({ expected, ...channel }) => {
    assert.deepEqual(outcomeOf(channel), expected);
  });
}

interface Channel {
  scope: string;
  trusted: { root: string; seq: number };
  edge: Record<string, string>;
  now: string;
  device: Device;
}

function outcomeOf({ scope, trusted, edge, now, device }: Channel): unknown {
  try {
    const trust = Trust.begin(scope, utf8(trusted.root), trusted.seq);
    for (;;) {
      const next = edge[`${scope}/${String(trust.rootVersion + 1)}.root.json`];
      if (next === undefined) break;
      trust.updateRoot(utf8(next));
    }
    const latest = edge[`${scope}/latest.ndjson`];
    const { seq, table, hold } = trust.poll(utf8(latest ?? ""), undefined, timeOf(now, "now"));
    const choice = choose(table, device);
    if (hold !== undefined && choice.choice !== "hold") throw new Refused("newer", hold);
    return { outcome: "accepted", root: trust.rootVersion, seq, choice };
  } catch (error) {
    assert.ok(error instanceof Refused, String(error));
    return { outcome: "rejected", rule: error.rule };
  }
}

function version(text: string): NonNullable<ReturnType<typeof parseVersion>> {
  const parsed = parseVersion(text);
  assert.ok(parsed, text);
  return parsed;
}

function bytesOf(text: string): Uint8Array {
  const bytes = fromHex(text);
  assert.ok(bytes, text);
  return bytes;
}

/** As a published file would hold it. */
function strict(value: Json): JsonObject {
  return readJson(utf8(JSON.stringify(value)), 1 << 22) as JsonObject;
}
