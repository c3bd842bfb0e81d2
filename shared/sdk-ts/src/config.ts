// The release config: what a chosen device reads next (docs/wire.md §13).

import { isObject, member, readJson, type Json, type JsonObject } from "./json.js";
import { isHash, isName, isPackage, isTarget, readTime } from "./names.js";
import { isPath } from "./paths.js";
import { checkProperties, isSignable, type Properties } from "./properties.js";
import { Refused, shape } from "./refused.js";
import { parseVersion } from "./version.js";

const BYTES = 512 * 1024;
const INLINE = 256;

/** A file that a config lists; `checksum` is its SHA-256. */
export interface ConfigFile {
  readonly file_path: string;
  readonly url: string;
  readonly checksum: string;
  /** Bytes. */
  readonly size: number;
}

/** A release config. */
export interface ReleaseConfig {
  readonly release: string;
  readonly attempt: number;
  readonly manifest: {
    readonly target: string;
    readonly name: string;
    readonly version: string;
    readonly sha256: string;
    readonly size: number;
    readonly variant: number;
  };
  readonly policy: {
    readonly activate: "next_start" | "idle" | "now";
    readonly confirm_seconds: number;
    readonly downgrade?: boolean;
    readonly force_below?: string;
    readonly window?: string;
    readonly ask?: boolean;
    readonly deadline?: string;
    readonly store_url?: string;
    readonly least_binary?: string;
  };
  readonly notes?: Readonly<Record<string, string>>;
  readonly version: string;
  readonly config: {
    readonly version: string;
    /** Milliseconds. */
    readonly boot_timeout: number;
    /** Milliseconds. */
    readonly release_config_timeout: number;
    readonly properties: Properties;
  };
  readonly package: {
    readonly name: string;
    readonly version: string;
    readonly index: ConfigFile | null;
    readonly important: readonly ConfigFile[];
    readonly lazy: readonly ConfigFile[];
  };
  readonly resources: readonly ConfigFile[];
}

/** Reads a release config whose hash was verified. */
export function readConfig(bytes: Uint8Array): ReleaseConfig {
  const config = readJson(bytes, BYTES);
  shape(isObject(config), "a release config is no object");
  const crit = member(config, "crit") ?? [];
  shape(Array.isArray(crit), "its crit");
  if (member(config, "v") !== 1 || crit.length > 0) {
    throw new Refused("newer", "a release config of another version");
  }
  const release = member(config, "release");
  shape(isName(release) && isCount(member(config, "attempt")), "its release and attempt");
  const version = member(config, "version");
  shape(typeof version === "string" && isSignable(version), "its version");
  const manifest = objectIn(config, "manifest");
  checkManifestRef(manifest);
  checkPolicy(objectIn(config, "policy"));
  checkNotes(member(config, "notes") ?? Object.create(null) as JsonObject);
  const app = objectIn(config, "config");
  shape(member(app, "version") === release, "config.version must be the release's id");
  shape(isCount(member(app, "boot_timeout")) && isCount(member(app, "release_config_timeout")), "its timeouts");
  checkProperties(member(app, "properties"));
  checkPackage(config, manifest);
  return config as unknown as ReleaseConfig;
}

function checkManifestRef(manifest: JsonObject): void {
  const [target, name, version] = ["target", "name", "version"].map((key) => member(manifest, key));
  shape(isTarget(target) && isPackage(name) && isVersion(version), "its manifest's names");
  const [sha256, size, variant] = ["sha256", "size", "variant"].map((key) => member(manifest, key));
  shape(isHash(sha256) && isCount(size) && isCount(variant), "its manifest's file");
  shape(size <= 128 * 1024 * 1024, "its manifest is too large");
}

function checkPolicy(policy: JsonObject): void {
  const activate = member(policy, "activate");
  shape(activate === "next_start" || activate === "idle" || activate === "now", "policy.activate");
  shape(isCount(member(policy, "confirm_seconds")), "policy.confirm_seconds");
  const rules: Record<string, (value: Json) => boolean> = {
    downgrade: isBoolean,
    ask: isBoolean,
    force_below: isVersion,
    least_binary: isVersion,
    deadline: (value) => readTime(value) !== undefined,
    store_url: isUrl,
    window: isWindow,
  };
  for (const [key, holds] of Object.entries(rules)) {
    const value = member(policy, key);
    shape(value === undefined || holds(value), `policy.${key}`);
  }
}

function checkNotes(notes: Json): void {
  shape(isObject(notes), "its notes");
  for (const [tag, note] of Object.entries(notes)) {
    shape(/^[A-Za-z0-9-]{1,35}$/.test(tag), "the language of a note");
    shape(typeof note === "string" && isSignable(note), `notes.${tag}`);
  }
}

function checkPackage(config: JsonObject, manifest: JsonObject): void {
  const app = objectIn(config, "package");
  for (const key of ["name", "version"]) {
    shape(member(app, key) === member(manifest, key), `package.${key} must be the manifest's`);
  }
  const index = member(app, "index") ?? null;
  const lists = [member(app, "important"), member(app, "lazy"), member(config, "resources")];
  shape(lists.every(Array.isArray), "its lists of files");
  const files = [...(index === null ? [] : [index]), ...(lists as Json[][]).flat()];
  shape(files.length <= INLINE, "more than 256 files");
  shape(files.every(isFile), "one of its files");
}

function isFile(file: Json): boolean {
  if (!isObject(file)) return false;
  const [path, url, checksum, size] = ["file_path", "url", "checksum", "size"].map((key) => member(file, key));
  return typeof path === "string" && isPath(path) && isUrl(url) && isHash(checksum) && isCount(size);
}

function objectIn(object: JsonObject, key: string): JsonObject {
  const value = member(object, key);
  shape(isObject(value), `${key} is no object`);
  return value;
}

function isBoolean(value: Json): boolean {
  return typeof value === "boolean";
}

function isCount(value: Json | undefined): value is number {
  return typeof value === "number" && value >= 0;
}

function isVersion(value: Json | undefined): boolean {
  return typeof value === "string" && parseVersion(value) !== undefined;
}

function isUrl(value: Json | undefined): boolean {
  return typeof value === "string" && /^[!-~]{1,2048}$/.test(value);
}

/** `HH:MM-HH:MM`, two different times of day. */
function isWindow(value: Json): boolean {
  const found = typeof value === "string" && /^((?:[01][0-9]|2[0-3]):[0-5][0-9])-((?:[01][0-9]|2[0-3]):[0-5][0-9])$/.exec(value);
  return found ? found[1] !== found[2] : false;
}
