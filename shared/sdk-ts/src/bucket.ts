// Buckets and list hashes (docs/wire.md §8).

import { sha256 } from "@noble/hashes/sha2.js";
import { concat, hex, utf8 } from "./bytes.js";

/** Permyriad of a whole audience. */
export const BUCKETS = 10_000;

function firstBytes(domain: string, salt: string, id: string): Uint8Array {
  const zero = Uint8Array.of(0);
  return sha256(concat(utf8(domain), zero, utf8(salt), zero, utf8(id))).slice(0, 8);
}

/** The place of a device, from 0 to 9999, under a salt. */
export function bucket(salt: string, id: string): number {
  // The 64-bit number modulo 10000, byte by byte: it never leaves what a number holds exactly.
  return firstBytes("wavecast.bucket.v1", salt, id).reduce(
    (rest, byte) => (rest * 256 + byte) % BUCKETS,
    0,
  );
}

/** The hash under which a device stands in a list, so that a list names nobody. */
export function listHash(salt: string, id: string): string {
  return hex(firstBytes("wavecast.device.v1", salt, id));
}
