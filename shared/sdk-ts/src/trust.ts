// What a client trusts: the root chain and the poll (docs/wire.md §7).

import { sha256 } from "@noble/hashes/sha2.js";
import { hex, sameBytes } from "./bytes.js";
import { isObject, member, type JsonObject } from "./json.js";
import type { KeySet } from "./keys.js";
import {
  LIMITS, critOf, namedIn, newer, openEnvelope, packageKeys, roleKeys, targetsOf, verify,
  type Body, type NamedFile, type Role,
} from "./metadata.js";
import { timeOf } from "./names.js";
import { Refused, shape } from "./refused.js";

const POLL_BYTES = 384 * 1024;
const WALK = 1024;

/** A publication that was verified whole. */
export interface Publication {
  /** Its number. */
  readonly seq: number;
  /** Seconds since 1970: when the first of its four files expires. */
  readonly expires: number;
  /** The newest root's version, as the publisher says. */
  readonly rootHint: number;
  /** Seconds until the next poll, and the share (permyriad) by which to lengthen it at random. */
  readonly poll: { readonly seconds: number; readonly jitter: number };
  /** What in it is newer than this client: keep running, install nothing. */
  readonly hold: string | undefined;
  /** The cohort table. */
  readonly table: JsonObject;
  /** The files that devices may fetch, by name. */
  readonly targets: ReadonlyMap<string, NamedFile>;
}

/** What to keep over a restart; texts alone, so that any storage takes it. */
export interface SavedTrust {
  readonly scope: string;
  readonly root: string;
  readonly latest?: string;
  readonly etag?: string;
  readonly issued?: number;
}

/** Answers the bytes beneath a path, or undefined for a 404. Throws for anything else. */
export type Get = (path: string) => Promise<Uint8Array | undefined>;

interface Accepted {
  readonly bytes: Uint8Array;
  readonly timestamp: Body;
  readonly snapshot: Body;
  readonly publication: Publication;
}

/** The trusted state of one channel. */
export class Trust {
  private accepted: Accepted | undefined;
  private issued = Number.NEGATIVE_INFINITY;
  /** Of the accepted poll; to be sent with the next. */
  etag: string | undefined;

  private constructor(
    readonly scope: string,
    private rootBytes: Uint8Array,
    private rootBody: Body,
    private readonly leastSeq: number,
  ) {}

  /**
   * Begins with a provisioned root, which must verify by its own keys. Nothing below `leastSeq` is
   * accepted: a floor that was kept somewhere else, if any.
   */
  static begin(scope: string, root: Uint8Array, leastSeq = 0): Trust {
    const envelope = openEnvelope(root, "root", scope);
    verify(envelope, roleKeys(envelope.body, "root"));
    return new Trust(scope, root, envelope.body, leastSeq);
  }

  /** The trusted root's version. */
  get rootVersion(): number {
    return this.rootBody.version;
  }

  /** The trusted root, as it stands at the edge. */
  get root(): Uint8Array {
    return this.rootBytes;
  }

  /** The accepted poll, as it came. */
  get latest(): Uint8Array | undefined {
    return this.accepted?.bytes;
  }

  /** The highest `issued` accepted under the present timestamp key, in seconds; the clock's floor. */
  get issuedFloor(): number {
    return this.issued;
  }

  /** The accepted publication. Check its expiry before anything new is installed. */
  get publication(): Publication | undefined {
    return this.accepted?.publication;
  }

  /** The keys that must have signed a package's manifest, where the root names any. */
  get packageKeys(): KeySet | undefined {
    return packageKeys(this.rootBody);
  }

  /** Goes back to a saved state. What no longer verifies is dropped, never trusted. */
  static restore(saved: SavedTrust, read: (text: string) => Uint8Array): Trust {
    const trust = Trust.begin(saved.scope, read(saved.root));
    trust.issued = saved.issued ?? Number.NEGATIVE_INFINITY;
    if (saved.latest === undefined) return trust;
    try {
      // It was fresh when it was accepted; whether it still is, is asked when it is used.
      trust.accepted = trust.check(read(saved.latest), Number.NEGATIVE_INFINITY);
      trust.etag = saved.etag;
    } catch (error) {
      if (!(error instanceof Refused)) throw error;
      trust.issued = Number.NEGATIVE_INFINITY;
    }
    return trust;
  }

  /** Follows the chain of roots to its end; says whether there was a newer one. */
  async walkRoots(get: Get): Promise<boolean> {
    const before = this.rootBody.version;
    for (let step = 0; step < WALK; step++) {
      const bytes = await get(`${this.scope}/${String(this.rootBody.version + 1)}.root.json`);
      if (!bytes) break;
      this.updateRoot(bytes);
    }
    return this.rootBody.version > before;
  }

  /** Takes the next root. What the new keys don't sign is dropped, so that high numbers of a thief are forgotten. */
  updateRoot(bytes: Uint8Array): void {
    const envelope = openEnvelope(bytes, "root", this.scope);
    verify(envelope, roleKeys(this.rootBody, "root"));
    verify(envelope, roleKeys(envelope.body, "root"));
    sameVersion(this.rootBody.version + 1, envelope.body);
    [this.rootBytes, this.rootBody] = [bytes, envelope.body];
    const { accepted } = this;
    if (!accepted) return;
    this.accepted = undefined;
    try {
      this.accepted = this.check(accepted.bytes, Number.NEGATIVE_INFINITY);
    } catch (error) {
      if (!(error instanceof Refused)) throw error;
      this.etag = undefined;
      this.issued = Number.NEGATIVE_INFINITY;
    }
  }

  /**
   * Verifies `latest.ndjson` whole and stores it, or nothing of it. `now` is in seconds since 1970.
   * After a refusal walk the roots; if there was a newer one, ask again.
   */
  poll(bytes: Uint8Array, etag: string | undefined, now: number): Publication {
    const next = this.check(bytes, now);
    const { accepted } = this;
    if (accepted) notBelow(accepted, next);
    this.accepted = next;
    this.issued = Math.max(this.issued, timeOf(member(next.timestamp.extra, "issued"), "issued"));
    this.etag = etag;
    return next.publication;
  }

  /** Whether the accepted publication may still be installed from, at `now`. */
  isFresh(now: number): boolean {
    const { accepted } = this;
    if (!accepted || this.rootBody.expires <= now) return false;
    return accepted.publication.expires > Math.max(now, this.issued);
  }

  /** The state to keep; `write` makes texts of bytes, `restore`'s `read` is its inverse. */
  save(write: (bytes: Uint8Array) => string): SavedTrust {
    const { accepted, etag, issued } = this;
    return {
      scope: this.scope,
      root: write(this.rootBytes),
      ...(accepted && { latest: write(accepted.bytes) }),
      ...(accepted && etag !== undefined && { etag }),
      ...(Number.isFinite(issued) && { issued }),
    };
  }

  private check(bytes: Uint8Array, now: number): Accepted {
    const lines = split(bytes);
    // A bad `issued` must not lock a device out of the rotation that mends it: the root's own expiry
    // is asked of the clock alone.
    alive(this.rootBody, now);
    const trusted = Math.max(now, now === Number.NEGATIVE_INFINITY ? now : this.issued);
    const timestamp = this.open(lines[0], "timestamp");
    if (timestamp.version < this.leastSeq) {
      throw new Refused("version", `${String(timestamp.version)} is below ${String(this.leastSeq)}`);
    }
    alive(timestamp, trusted);
    if (critOf(timestamp.extra).includes("offline")) {
      throw new Refused("offline", "an offline bundle's timestamp came over the network");
    }
    const snapshot = this.named(lines[1], "snapshot", namedIn(timestamp, "snapshot.json"), trusted);
    const targets = this.named(lines[2], "targets", namedIn(snapshot, "targets.json"), trusted);
    const bodies = [this.rootBody, timestamp, snapshot, targets];
    const publication: Publication = {
      seq: timestamp.version,
      expires: Math.min(...bodies.slice(1).map(({ expires }) => expires)),
      rootHint: member(timestamp.extra, "root") as number,
      poll: pollOf(timestamp),
      hold: bodies.map(newer).find((why) => why !== undefined),
      table: targets.extra,
      targets: targetsOf(targets),
    };
    return { bytes, timestamp, snapshot, publication };
  }

  private open(line: Uint8Array, role: Role): Body {
    shape(line.length <= LIMITS[role], `the ${role} line is too long`);
    const envelope = openEnvelope(line, role, this.scope);
    verify(envelope, roleKeys(this.rootBody, role));
    return envelope.body;
  }

  private named(
    line: Uint8Array,
    role: Role,
    file: NamedFile & { version: number },
    now: number,
  ): Body {
    if (line.length !== file.length || hex(sha256(line)) !== file.sha256) {
      throw new Refused("hash", `${role} is not the file that was named`);
    }
    const body = this.open(line, role);
    sameVersion(file.version, body);
    alive(body, now);
    return body;
  }
}

function split(bytes: Uint8Array): [Uint8Array, Uint8Array, Uint8Array] {
  shape(bytes.length <= POLL_BYTES, "latest.ndjson has more than 384 KiB");
  shape(bytes[bytes.length - 1] === 10, "latest.ndjson was cut short");
  const lines: Uint8Array[] = [];
  for (let start = 0; lines.length < 3; ) {
    const end = bytes.indexOf(10, start);
    shape(end >= 0, "latest.ndjson has fewer than three lines");
    lines.push(bytes.subarray(start, end));
    start = end + 1;
  }
  return lines as [Uint8Array, Uint8Array, Uint8Array];
}

function notBelow(old: Accepted, next: Accepted): void {
  const [before, after] = [old.timestamp.version, next.timestamp.version];
  if (after < before) throw new Refused("version", `${String(after)} is below ${String(before)}`);
  if (after === before && !sameBytes(firstLine(old.bytes), firstLine(next.bytes))) {
    throw new Refused("version", `another timestamp under the number ${String(after)}`);
  }
  const pairs = [
    [namedIn(old.timestamp, "snapshot.json"), namedIn(next.timestamp, "snapshot.json")],
    [namedIn(old.snapshot, "targets.json"), namedIn(next.snapshot, "targets.json")],
  ] as const;
  for (const [was, is] of pairs) {
    if (is.version < was.version) {
      throw new Refused("version", `${String(is.version)} is below ${String(was.version)}`);
    }
  }
}

function firstLine(bytes: Uint8Array): Uint8Array {
  return bytes.subarray(0, bytes.indexOf(10));
}

function pollOf(timestamp: Body): Publication["poll"] {
  const poll = member(timestamp.extra, "poll");
  shape(isObject(poll), "its poll");
  return { seconds: member(poll, "seconds") as number, jitter: member(poll, "jitter") as number };
}

function sameVersion(expected: number, body: Body): void {
  if (body.version !== expected) {
    throw new Refused("version", `${String(body.version)} where ${String(expected)} was named`);
  }
}

function alive(body: Body, now: number): void {
  if (body.expires <= now) throw new Refused("expired", `it expired at ${String(body.expires)}`);
}
