// The package manifest: the one truth about files, in a DSSE envelope (docs/wire.md §12).

import { concat, fromBase64, utf8 } from "./bytes.js";
import { isObject, member, readJson, type Json, type JsonObject } from "./json.js";
import { distinctSigners, type KeySet } from "./keys.js";
import { readSignatures } from "./metadata.js";
import { isHash, isName, isPackage, isSlug } from "./names.js";
import { areTogether } from "./paths.js";
import { isSignable } from "./properties.js";
import { Refused, shape } from "./refused.js";
import { isEmptyRange, isWithin, parseRange, parseVersion } from "./version.js";

const BYTES = 128 * 1024 * 1024;
const FILES = 100_000;
const FILE_BYTES = 16 * 1024 ** 3;
const PACKAGE_BYTES = 64 * 1024 ** 3;
const PAYLOAD_TYPE = "application/vnd.wavecast.package.v1+json";
const ROLES = ["index", "important", "lazy", "resource", "image"];

/** A condition on one dimension: one of these values, or a version within this range. */
export type Condition = string | readonly string[];
/** Conditions by dimension. */
export type When = Readonly<Record<string, Condition>>;

/** One file of a package. */
export interface ManifestFile {
  readonly path: string;
  readonly role: "index" | "important" | "lazy" | "resource" | "image";
  readonly sha256: string;
  /** Bytes. */
  readonly size: number;
  readonly content_type: string;
  /** Of an image: the name of its target. */
  readonly target?: string;
}

/** The files for some devices. */
export interface Variant {
  readonly when: When;
  readonly files: readonly ManifestFile[];
}

/** A package's manifest. */
export interface Manifest {
  readonly org: string;
  readonly app: string;
  readonly name: string;
  readonly version: string;
  readonly kind: "bundle" | "firmware";
  /** Ranges by dimension. */
  readonly requires: Readonly<Record<string, string>>;
  readonly rollback_index: number;
  readonly variants: readonly Variant[];
}

/**
 * Reads a manifest whose hash was verified. `scope` is the channel's; `keys` are the package keys of
 * the trusted root (`Trust.packageKeys`): where it names any, a threshold must have signed.
 */
export function readManifest(bytes: Uint8Array, scope: string, keys: KeySet | undefined): Manifest {
  const envelope = readJson(bytes, BYTES);
  shape(isObject(envelope) && member(envelope, "payloadType") === PAYLOAD_TYPE, "its payload type");
  const text = member(envelope, "payload");
  const payload = typeof text === "string" ? fromBase64(text) : undefined;
  shape(payload !== undefined, "its payload is no base64");
  const signatures = readSignatures(member(envelope, "signatures"), fromBase64);
  if (keys) {
    const valid = distinctSigners(keys.keys, encode(payload), signatures);
    if (valid < keys.threshold) {
      throw new Refused("signature", `${String(valid)} of ${String(keys.threshold)} package keys`);
    }
  }
  const manifest = checkManifest(readJson(payload, BYTES));
  const [org, app] = scope.split("/");
  if (manifest.org !== org || manifest.app !== app) {
    throw new Refused("scope", `it is a package of ${manifest.org}/${manifest.app}`);
  }
  return manifest;
}

/** The first variant that fits, or undefined. */
export function variantOf(
  manifest: Manifest,
  attributes: Readonly<Record<string, string>>,
): Variant | undefined {
  return manifest.variants.find(({ when }) => fits(when, attributes));
}

/** Whether every condition matches. */
export function fits(when: When, attributes: Readonly<Record<string, string>>): boolean {
  return Object.entries(when).every(([dimension, condition]) => {
    const value = Object.hasOwn(attributes, dimension) ? attributes[dimension] : undefined;
    if (typeof value !== "string" || utf8(value).length > 256) return false;
    if (typeof condition !== "string") return condition.includes(value);
    const [range, version] = [parseRange(condition), parseVersion(value)];
    return range !== undefined && version !== undefined && isWithin(range, version);
  });
}

/** What package keys sign: DSSE's encoding of type and payload. */
function encode(payload: Uint8Array): Uint8Array {
  const head = `DSSEv1 ${String(PAYLOAD_TYPE.length)} ${PAYLOAD_TYPE} ${String(payload.length)} `;
  return concat(utf8(head), payload);
}

function checkManifest(value: Json): Manifest {
  shape(isObject(value), "a manifest is no object");
  const crit = member(value, "crit") ?? [];
  shape(Array.isArray(crit), "its crit");
  if (member(value, "v") !== 1 || crit.length > 0) throw new Refused("newer", "a manifest of another version");
  shape(isSlug(member(value, "org")) && isSlug(member(value, "app")), "its org and app");
  const [name, version] = [member(value, "name"), member(value, "version")];
  shape(isPackage(name), "its name");
  shape(isVersion(version) && version.length <= 100, "its version");
  const kind = member(value, "kind");
  shape(kind === "bundle" || kind === "firmware", "its kind");
  const requires = member(value, "requires");
  const ranges = isObject(requires) && Object.entries(requires);
  shape(ranges && ranges.every(([key, range]) => isName(key) && isSatisfiable(range)), "its requires");
  const index = member(value, "rollback_index");
  shape(typeof index === "number" && index >= 0 && index < 2 ** 32, "its rollback_index");
  const variants = member(value, "variants");
  shape(Array.isArray(variants) && variants.length > 0, "it has no variant");
  variants.forEach((variant, at) => {
    checkVariant(variant, at, { kind, name, version });
  });
  const manifest = value as unknown as Manifest;
  const files = manifest.variants.flatMap((variant) => variant.files);
  shape(files.length <= FILES, "more than 100,000 files");
  shape(files.reduce((sum, { size }) => sum + size, 0) <= PACKAGE_BYTES, "more than 64 GiB");
  return manifest;
}

interface Package {
  readonly kind: "bundle" | "firmware";
  readonly name: string;
  readonly version: string;
}

function checkVariant(variant: Json, at: number, of: Package): void {
  shape(isObject(variant), "a variant is no object");
  const [when, files] = [member(variant, "when"), member(variant, "files")];
  const conditions = isObject(when) && Object.entries(when);
  const fine = conditions && conditions.every(([key, one]) => isName(key) && key !== "package_version" && isSatisfiable(one));
  shape(fine, "the conditions of a variant");
  shape(Array.isArray(files) && files.length > 0, "a variant without files");
  files.forEach((file, index) => {
    shape(isObject(file), "a file is no object");
    checkFile(file, of.kind === "firmware" ? imageName(of, at, index) : undefined);
  });
  const listed = files as unknown as ManifestFile[];
  shape(areTogether(listed.map(({ path }) => path)), "the paths of a variant");
  shape(listed.filter(({ role }) => role === "index").length <= 1, "more than one index");
}

/** The target of the image of a file: version without build text, both numbers from 0. */
function imageName({ name, version }: Package, variant: number, file: number): string {
  return `image-${name}-${version.replace(/\+.*$/, "")}-${String(variant)}-${String(file)}.bin`;
}

function checkFile(file: JsonObject, target: string | undefined): void {
  const role = member(file, "role");
  shape(typeof role === "string" && ROLES.includes(role), "the role of a file");
  shape((role === "image") === (target !== undefined), "firmware has images, a bundle has none");
  shape((member(file, "target") ?? undefined) === target, "the target of a file");
  shape(typeof member(file, "path") === "string", "the path of a file");
  shape(isHash(member(file, "sha256")), "the sha256 of a file");
  const [size, type] = [member(file, "size"), member(file, "content_type")];
  shape(typeof size === "number" && size >= 0 && size <= FILE_BYTES, "the size of a file");
  shape(typeof type === "string" && /^[ -~]{1,255}$/.test(type), "the media type of a file");
}

function isVersion(value: Json | undefined): value is string {
  return typeof value === "string" && parseVersion(value) !== undefined;
}

/** Whether some device can match a condition. */
function isSatisfiable(condition: Json): boolean {
  if (Array.isArray(condition)) {
    const values = condition.every((one) => typeof one === "string" && isSignable(one) && utf8(one).length <= 256);
    return condition.length > 0 && values;
  }
  const range = typeof condition === "string" ? parseRange(condition) : undefined;
  return range !== undefined && !isEmptyRange(range);
}
