// A channel's client over `fetch`: poll, choose, and bring what was chosen, verified.

import { sha256 } from "@noble/hashes/sha2.js";
import { concat, hex } from "./bytes.js";
import { choose, type Choice, type Device } from "./choose.js";
import { readConfig, type ReleaseConfig } from "./config.js";
import { readDeviceList } from "./list.js";
import { readManifest, variantOf, type Manifest, type ManifestFile, type Variant } from "./manifest.js";
import type { NamedFile } from "./metadata.js";
import { readProperties, type Properties } from "./properties.js";
import { Refused } from "./refused.js";
import type { Publication, Trust } from "./trust.js";

const POLL_BYTES = 384 * 1024;
const ROOT_BYTES = 512 * 1024;

/** As much of the platform's `fetch` as is needed. */
export type Fetch = (
  url: string,
  init: { headers: Record<string, string>; redirect: "error" },
) => Promise<{
  readonly status: number;
  readonly headers: { get(name: string): string | null };
  /** Read piece by piece where the platform can, so that nobody can send without end. */
  readonly body?: Pieces | null;
  arrayBuffer(): Promise<ArrayBuffer>;
}>;

/** As much of a `ReadableStream` as is needed. */
export interface Pieces {
  getReader(): {
    read(): Promise<{ done: boolean; value?: Uint8Array | undefined }>;
    cancel(): Promise<void>;
  };
}

/** Where and as whom to ask. */
export interface ClientOptions {
  /** The edge, such as `https://edge.example`. */
  readonly baseUrl: string;
  /** The platform's. */
  readonly fetch: Fetch;
  /** Seconds since 1970; the platform's clock if not given. */
  readonly now?: () => number;
}

/** What a chosen device reads. */
export interface Update {
  readonly config: ReleaseConfig;
  readonly manifest: Manifest;
  readonly variant: Variant;
}

/** Polls one channel. Nothing of an answer is used before it is verified. */
export class Client {
  private lists: Record<string, readonly string[]> = Object.create(null) as Record<string, readonly string[]>;

  constructor(
    readonly trust: Trust,
    private readonly options: ClientOptions,
  ) {}

  /** The newest publication: one conditional GET, and the roots where something doesn't verify. */
  async poll(): Promise<Publication> {
    try {
      const publication = await this.ask();
      if (publication.rootHint <= this.trust.rootVersion) return publication;
      return (await this.walk()) ? await this.ask() : publication;
    } catch (error) {
      if (!(error instanceof Refused) || error.rule === "newer") throw error;
      if (!(await this.walk())) throw error;
      return await this.ask();
    }
  }

  /** What the accepted table says to a device; the device lists that it asks for are fetched. */
  async choose(device: Device, layer?: string): Promise<Choice> {
    const { publication } = this.trust;
    if (!publication || !this.trust.isFresh(this.now())) return { choice: "keep" };
    if (publication.hold !== undefined) return { choice: "hold" };
    for (;;) {
      const choice = choose(publication.table, device, this.lists, layer);
      if (choice.choice !== "needs_list") return choice;
      this.lists[choice.target] = readDeviceList(await this.target(choice.target));
    }
  }

  /** The release config of a choice, its manifest and the variant for these attributes. */
  async update(target: string, attributes: Device["attributes"]): Promise<Update> {
    const config = readConfig(await this.target(target));
    const bytes = await this.target(config.manifest.target, {
      length: config.manifest.size,
      sha256: config.manifest.sha256,
    });
    const manifest = readManifest(bytes, this.trust.scope, this.trust.packageKeys);
    const variant = variantOf(manifest, attributes);
    if (!variant || variant !== manifest.variants[config.manifest.variant]) {
      throw new Refused("shape", "the config's variant is not the one that fits");
    }
    return { config, manifest, variant };
  }

  /** A properties file that a layer chose. */
  async properties(target: string): Promise<Properties> {
    return readProperties(await this.target(target));
  }

  /** The verified bytes of a file of a package. Meant for small files: it is read whole. */
  async file(file: ManifestFile): Promise<Uint8Array> {
    const named = { length: file.size, sha256: file.sha256 };
    if (file.target !== undefined) return await this.target(file.target, named);
    return await this.named(`${this.folder()}/files/${file.sha256}`, named);
  }

  private async ask(): Promise<Publication> {
    const { etag, publication } = this.trust;
    const path = `${this.trust.scope}/latest.ndjson`;
    const answer = await this.get(path, etag === undefined ? {} : { "if-none-match": etag });
    if (answer.status === 304 && publication) {
      if (!this.trust.isFresh(this.now())) throw new Refused("expired", "what is unchanged has expired");
      return publication;
    }
    if (answer.status !== 200) throw new Error(`${path} answered ${String(answer.status)}`);
    const bytes = await body(answer, POLL_BYTES);
    return this.trust.poll(bytes, answer.headers.get("etag") ?? undefined, this.now());
  }

  /** Afterwards the edge's word alone, an ETag, must not hide what is new. */
  private async walk(): Promise<boolean> {
    const newer = await this.trust.walkRoots(async (path) => {
      const answer = await this.get(path, {});
      if (answer.status === 404) return undefined;
      if (answer.status !== 200) throw new Error(`${path} answered ${String(answer.status)}`);
      return await body(answer, ROOT_BYTES);
    });
    this.trust.etag = undefined;
    return newer;
  }

  /** A target by name, as the accepted publication names it. */
  private async target(name: string, expected?: NamedFile): Promise<Uint8Array> {
    const named = this.trust.publication?.targets.get(name);
    if (!named) throw new Refused("hash", `no target ${name} is named`);
    const agrees = !expected || (expected.sha256 === named.sha256 && expected.length === named.length);
    if (!agrees) throw new Refused("hash", `${name} is named with another hash or length`);
    return await this.named(`${this.folder()}/targets/${named.sha256}.${name}`, named);
  }

  private async named(path: string, { length, sha256: expected }: NamedFile): Promise<Uint8Array> {
    const answer = await this.get(path, {});
    // A 404 for what verified metadata names is transient: the caller backs off and asks again.
    if (answer.status !== 200) throw new Error(`${path} answered ${String(answer.status)}`);
    const bytes = await body(answer, length);
    if (bytes.length !== length || hex(sha256(bytes)) !== expected) {
      throw new Refused("hash", `${path} is not the file that was named`);
    }
    return bytes;
  }

  private async get(path: string, headers: Record<string, string>): ReturnType<Fetch> {
    const url = `${this.options.baseUrl.replace(/\/+$/, "")}/${path}`;
    return await this.options.fetch(url, { headers, redirect: "error" });
  }

  private folder(): string {
    return this.trust.scope.split("/").slice(0, 2).join("/");
  }

  private now(): number {
    return Math.floor(this.options.now?.() ?? Date.now() / 1000);
  }
}

/** The bytes of an answer, at most `limit` of them. */
async function body(answer: Awaited<ReturnType<Fetch>>, limit: number): Promise<Uint8Array> {
  const whole = answer.body ? await pieces(answer.body, limit) : new Uint8Array(await answer.arrayBuffer());
  if (whole.length > limit) throw new Refused("shape", `more than ${String(limit)} bytes`);
  return whole;
}

/** Reads to the end, or until there is more than the limit. */
async function pieces(from: Pieces, limit: number): Promise<Uint8Array> {
  const reader = from.getReader();
  const read: Uint8Array[] = [];
  let length = 0;
  for (;;) {
    const { done, value } = await reader.read();
    if (done || !value) return concat(...read);
    read.push(value);
    length += value.length;
    if (length > limit) {
      await reader.cancel();
      return concat(...read);
    }
  }
}
