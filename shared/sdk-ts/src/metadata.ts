// Envelopes and the four kinds of metadata: their shape (docs/wire.md §5) and signatures (§4).

import { fromHex } from "./bytes.js";
import { canonical, isObject, member, readJson, type Json, type JsonObject } from "./json.js";
import { distinctSigners, type KeySet, type Signature } from "./keys.js";
import { isHash, isName, isScope, isTarget, timeOf } from "./names.js";
import { Refused, shape } from "./refused.js";

/** Who signs. */
export type Role = "root" | "timestamp" | "snapshot" | "targets";

const KIB = 1024;
/** Bytes of a whole file that this client reads. */
export const LIMITS: Record<Role, number> = {
  root: 512 * KIB,
  timestamp: 16 * KIB,
  snapshot: 64 * KIB,
  targets: 256 * KIB,
};
const ROLES: readonly Role[] = ["root", "timestamp", "snapshot", "targets"];
const SIGNATURES = 64;

/** A file that signed metadata names. */
export interface NamedFile {
  readonly length: number;
  readonly sha256: string;
}

/** A body whose shape was checked. */
export interface Body {
  readonly version: number;
  /** Seconds since 1970. */
  readonly expires: number;
  readonly extra: JsonObject;
  readonly signed: JsonObject;
}

/** A file's body and what it takes to verify it. */
export interface Envelope {
  readonly body: Body;
  readonly message: Uint8Array;
  readonly signatures: readonly Signature[];
}

/** Reads a file of this role and scope. Nothing is verified yet. */
export function openEnvelope(bytes: Uint8Array, role: Role, scope: string): Envelope {
  const envelope = readJson(bytes, LIMITS[role]);
  const signed = isObject(envelope) ? member(envelope, "signed") : undefined;
  shape(isObject(envelope) && isObject(signed), "no envelope");
  return {
    signatures: readSignatures(member(envelope, "signatures"), fromHex),
    body: readBody(signed, role, scope),
    message: canonical(signed),
  };
}

/** Refuses unless a threshold of the keys has signed. */
export function verify({ message, signatures }: Envelope, { threshold, keys }: KeySet): void {
  const valid = distinctSigners(keys, message, signatures);
  if (valid < threshold) {
    throw new Refused("signature", `${String(valid)} of ${String(threshold)} signatures`);
  }
}

/** The keys of a role in a root that was read. */
export function roleKeys(root: Body, role: Role): KeySet {
  const described = objectIn(objectIn(root.signed, "roles"), role);
  const keys = objectIn(root.signed, "keys");
  const ids = member(described, "keyids") as string[];
  return {
    threshold: member(described, "threshold") as number,
    keys: new Map(ids.map((id) => [id, member(keys, id) ?? null])),
  };
}

/** The keys that must have signed a package's manifest, where the root names any. */
export function packageKeys(root: Body): KeySet | undefined {
  const set = member(root.extra, "package_keys");
  if (!isObject(set)) return undefined;
  const keys = objectIn(set, "keys");
  return {
    threshold: member(set, "threshold") as number,
    keys: new Map(Object.entries(keys)),
  };
}

/** The file that a timestamp or a snapshot names, and its version. */
export function namedIn(body: Body, name: string): NamedFile & { version: number } {
  const file = objectIn(objectIn(body.signed, "meta"), name);
  return { ...readFile(file), version: member(file, "version") as number };
}

/** The targets of a targets file, by name. */
export function targetsOf(body: Body): ReadonlyMap<string, NamedFile> {
  const files = Object.entries(objectIn(body.signed, "targets"));
  return new Map(files.map(([name, file]) => [name, readFile(file)]));
}

/** What in a body is newer than this client; undefined for nothing. */
export function newer(body: Body): string | undefined {
  if (member(body.extra, "v") !== 1) return "a higher version of x-wavecast";
  const unknown = critOf(body.extra)[0];
  return unknown === undefined ? undefined : `'${unknown}'`;
}

/** The names that a reader must understand. */
export function critOf(extra: JsonObject): string[] {
  return (member(extra, "crit") ?? []) as string[];
}

/** Signatures in the text of their kind of envelope, each key id once. */
export function readSignatures(
  value: Json | undefined,
  decode: (text: string) => Uint8Array | undefined,
): Signature[] {
  shape(Array.isArray(value) && value.length <= SIGNATURES, "its signatures");
  const signatures = value.map((one) => {
    const keyid = isObject(one) ? member(one, "keyid") : undefined;
    const sig = isObject(one) ? member(one, "sig") : undefined;
    shape(typeof keyid === "string" && typeof sig === "string", "a signature lacks keyid or sig");
    return { keyid, bytes: decode(sig) };
  });
  const ids = new Set(signatures.map(({ keyid }) => keyid));
  shape(ids.size === signatures.length, "a key id signs twice");
  return signatures;
}

function readBody(signed: JsonObject, role: Role, scope: string): Body {
  shape(member(signed, "_type") === role, `it is no ${role}`);
  const spec = member(signed, "spec_version");
  shape(typeof spec === "string" && spec.startsWith("1."), "it is not TUF 1");
  const version = member(signed, "version");
  shape(isCount(version), "its version");
  const expires = timeOf(member(signed, "expires"), "expires");
  const extra = member(signed, "x-wavecast");
  shape(isObject(extra) && isNumber(member(extra, "v")), "no x-wavecast");
  const crit = member(extra, "crit") ?? [];
  const texts = Array.isArray(crit) && crit.every((one) => typeof one === "string");
  shape(texts && member(extra, "crit") !== null, "its crit");
  const named = member(extra, "scope");
  shape(isScope(named), "it names no scope");
  if (named !== scope) throw new Refused("scope", `it speaks for ${named}`);
  const body = { version, expires, extra, signed };
  CHECKS[role](body);
  return body;
}

const CHECKS: Record<Role, (body: Body) => void> = {
  root: checkRoot,
  timestamp: checkTimestamp,
  snapshot: (body) => {
    checkMeta(body, "targets.json");
  },
  targets: checkTargets,
};

function checkRoot({ signed, extra }: Body): void {
  const [keys, roles] = [member(signed, "keys"), member(signed, "roles")];
  shape(isObject(keys) && isObject(roles), "its keys and roles");
  for (const role of ROLES) {
    const described = member(roles, role);
    shape(isObject(described), `it has no role ${role}`);
    const ids = member(described, "keyids");
    shape(Array.isArray(ids) && ids.every((id) => typeof id === "string"), "its key ids");
    shape(isCount(member(described, "threshold")), `the threshold of ${role}`);
    shape(new Set(ids).size === ids.length, `a key of ${role} stands twice`);
    shape(ids.every((id) => member(keys, id) !== undefined), `a key of ${role} is missing`);
  }
  const set = member(extra, "package_keys");
  if (set === undefined || set === null) return;
  shape(isObject(set) && isCount(member(set, "threshold")), "the threshold of its package keys");
  const named = member(set, "keys");
  shape(isObject(named) && Object.keys(named).every(isHash), "its package keys");
}

function checkTimestamp(body: Body): void {
  checkMeta(body, "snapshot.json");
  const poll = member(body.extra, "poll");
  shape(isNumber(member(body.extra, "root")) && isObject(poll), "its root and poll");
  shape(isNumber(member(poll, "seconds")) && isNumber(member(poll, "jitter")), "its poll");
  timeOf(member(body.extra, "issued"), "issued");
}

function checkMeta({ signed }: Body, name: string): void {
  const meta = member(signed, "meta");
  const file = isObject(meta) ? member(meta, name) : undefined;
  shape(isObject(file) && isCount(member(file, "version")), `it names no ${name}`);
  readFile(file);
}

function checkTargets({ signed, extra }: Body): void {
  const files = member(signed, "targets");
  shape(isObject(files) && Object.keys(files).every(isTarget), "its targets");
  Object.values(files).forEach(readFile);
  checkTable(extra);
}

/** What a table of this version must be; one that is newer may have another shape. */
export function checkTable(table: JsonObject): void {
  if (isNewerTable(table)) return;
  shape(Array.isArray(member(table, "rows")), "its rows");
  const withdrawn = member(table, "withdrawn") ?? [];
  shape(Array.isArray(withdrawn) && withdrawn.every(isName), "what it withdraws");
  const layers = member(table, "properties") ?? [];
  shape(Array.isArray(layers) && layers.every(isLayer), "its layers");
  const moved = member(table, "moved") ?? null;
  shape(moved === null || isScope(moved), "where it moved");
  const retired = member(table, "retired") ?? false;
  shape(typeof retired === "boolean", "whether it retired");
  const present = ["withdrawn", "properties", "retired"].filter((key) => member(table, key) === null);
  shape(present.length === 0, "a null where a value belongs");
}

/** Whether a table says something that this client can't read: then it holds. */
export function isNewerTable(table: JsonObject): boolean {
  const [v, buckets] = [member(table, "v"), member(table, "buckets")];
  return v !== 1 || critOf(table).length > 0 || buckets !== 10_000;
}

function isLayer(layer: Json): boolean {
  return isObject(layer) && isName(member(layer, "layer")) && Array.isArray(member(layer, "rows"));
}

function readFile(file: Json): NamedFile {
  shape(isObject(file), "a file is no object");
  const [length, hashes] = [member(file, "length"), member(file, "hashes")];
  const sha256 = isObject(hashes) ? member(hashes, "sha256") : undefined;
  shape(isNumber(length), "a length");
  shape(isHash(sha256), "a sha256");
  return { length, sha256 };
}

function objectIn(object: JsonObject, key: string): JsonObject {
  const value = member(object, key);
  shape(isObject(value), `${key} is no object`);
  return value;
}

function isNumber(value: Json | undefined): value is number {
  return typeof value === "number" && value >= 0;
}

function isCount(value: Json | undefined): value is number {
  return isNumber(value) && value >= 1;
}
