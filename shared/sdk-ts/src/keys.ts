// Keys, key ids and signatures (docs/wire.md §4).

import { ed25519 } from "@noble/curves/ed25519.js";
import { p256 } from "@noble/curves/nist.js";
import { sha256, sha512 } from "@noble/hashes/sha2.js";
import { concat, fromBase64, fromHex, hex, sameBytes } from "./bytes.js";
import { canonical, isObject, member, type Json, type JsonObject } from "./json.js";

/** One signature of an envelope, its bytes undefined where the text is malformed. */
export interface Signature {
  readonly keyid: string;
  readonly bytes: Uint8Array | undefined;
}

/** A threshold of keys, by key id. */
export interface KeySet {
  readonly threshold: number;
  readonly keys: ReadonlyMap<string, Json>;
}

/** A key that can verify: its kind, and the bytes by which it is the same key however written. */
interface Usable {
  readonly kind: "ed25519" | "p256";
  readonly material: Uint8Array;
}

type Point = ReturnType<typeof ed25519.Point.fromBytes>;

// What stands before the point in the SPKI of a P-256 key: uncompressed, and compressed.
const SPKI = ["3059301306072a8648ce3d020106082a8648ce3d030107034200", "3039301306072a8648ce3d020106082a8648ce3d030107032200"];

/** The key id: SHA-256 of the key's canonical JSON. */
export function keyId(key: Json): string {
  return hex(sha256(canonical(key)));
}

/** Whether this client can use a key at all. */
export function isUsable(key: Json): boolean {
  return usable(key) !== undefined;
}

/** Whether `signature` is the key's over `message`; an unusable key verifies nothing. */
export function verifies(key: Json, message: Uint8Array, signature: Uint8Array): boolean {
  return signer(key, message, signature) !== undefined;
}

/** How many distinct public keys of the set have signed; invalid signatures do no harm. */
export function distinctSigners(
  keys: ReadonlyMap<string, Json>,
  message: Uint8Array,
  signatures: readonly Signature[],
): number {
  const signers = new Set<string>();
  for (const { keyid, bytes } of signatures) {
    const key = keys.get(keyid);
    const found = key === undefined || !bytes ? undefined : signer(key, message, bytes);
    if (found !== undefined) signers.add(found);
  }
  return signers.size;
}

/** The bytes by which the key is the same key, in hex, if the signature is its. */
function signer(key: Json, message: Uint8Array, signature: Uint8Array): string | undefined {
  const found = usable(key);
  if (!found) return undefined;
  const valid =
    found.kind === "ed25519"
      ? verifyEd25519(found.material, message, signature)
      : verifyP256(found.material, message, signature);
  return valid ? hex(found.material) : undefined;
}

function usable(key: Json): Usable | undefined {
  if (!isObject(key)) return undefined;
  const value = member(key, "keyval");
  const text = isObject(value) ? member(value, "public") : undefined;
  if (typeof text !== "string") return undefined;
  const kind = `${textOf(key, "keytype")} ${textOf(key, "scheme")}`;
  if (kind === "ed25519 ed25519") {
    const bytes = fromHex(text);
    const strong = bytes?.length === 32 && strongPoint(bytes) !== undefined;
    return strong ? { kind: "ed25519", material: bytes } : undefined;
  }
  const point = kind === "ecdsa ecdsa-sha2-nistp256" ? pointOfPem(text) : undefined;
  return point && { kind: "p256", material: point };
}

function textOf(object: JsonObject, key: string): string {
  const value = member(object, key);
  return typeof value === "string" ? value : "";
}

/** The point of 32 bytes, unless they are no point or one of small order. */
function strongPoint(bytes: Uint8Array): Point | undefined {
  try {
    // As RFC 8032 and ed25519-dalek read it: y may be written unreduced.
    const point = ed25519.Point.fromBytes(bytes, true);
    return point.isSmallOrder() ? undefined : point;
  } catch {
    return undefined;
  }
}

/**
 * Strict verification: `s` below the group's order, neither key nor R of small order, and R compared
 * as bytes, without the cofactor. The library's own `verify` multiplies by the cofactor.
 */
function verifyEd25519(key: Uint8Array, message: Uint8Array, signature: Uint8Array): boolean {
  const point = strongPoint(key);
  if (!point || signature.length !== 64) return false;
  const [r, s] = [signature.subarray(0, 32), littleEndian(signature.subarray(32))];
  const order = ed25519.Point.Fn.ORDER;
  if (s >= order || !strongPoint(r)) return false;
  const k = littleEndian(sha512(concat(r, key, message))) % order;
  const product = s === 0n ? ed25519.Point.ZERO : ed25519.Point.BASE.multiplyUnsafe(s);
  return sameBytes(product.subtract(point.multiplyUnsafe(k)).toBytes(), r);
}

function littleEndian(bytes: Uint8Array): bigint {
  return bytes.reduceRight((number, byte) => (number << 8n) | BigInt(byte), 0n);
}

/** ECDSA over SHA-256, strict DER; `(r, s)` and `(r, -s)` both count. */
function verifyP256(point: Uint8Array, message: Uint8Array, signature: Uint8Array): boolean {
  try {
    return p256.verify(signature, message, point, { format: "der", lowS: false });
  } catch {
    return false;
  }
}

/** The compressed point in the PEM of an SPKI. */
function pointOfPem(text: string): Uint8Array | undefined {
  const found = /^-----BEGIN PUBLIC KEY-----\r?\n([A-Za-z0-9+/=\r\n]+?)\r?\n-----END PUBLIC KEY-----(?:\r?\n)?$/.exec(text);
  const der = fromBase64((found?.[1] ?? "").replace(/\r?\n/g, ""));
  if (!der || der.length === 0) return undefined;
  const prefix = SPKI.find((one) => hex(der).startsWith(one));
  if (!prefix) return undefined;
  try {
    const bytes = der.subarray(prefix.length / 2);
    const expected = prefix === SPKI[0] ? 65 : 33;
    return bytes.length === expected ? p256.Point.fromBytes(bytes).toBytes(true) : undefined;
  } catch {
    return undefined;
  }
}
