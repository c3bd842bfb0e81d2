/**
 * Verify a Wavecast channel, and choose what a device gets. The rules are those of the
 * specification, docs/wire.md; every client gives the same answers.
 */
export { bucket, listHash } from "./bucket.js";
export { choose, mayGo, type Choice, type Device, type Going, type Lists } from "./choose.js";
export { Client, type ClientOptions, type Fetch, type Update } from "./client.js";
export { readConfig, type ConfigFile, type ReleaseConfig } from "./config.js";
export { canonical, readJson, type Json, type JsonObject } from "./json.js";
export { isUsable, keyId, verifies, type KeySet } from "./keys.js";
export { readDeviceList } from "./list.js";
export { readManifest, variantOf, type Manifest, type ManifestFile, type Variant } from "./manifest.js";
export type { NamedFile } from "./metadata.js";
export { areTogether, isPath } from "./paths.js";
export { overlay, readProperties, type Properties, type PropertyValue } from "./properties.js";
export { Refused, type Rule } from "./refused.js";
export { Trust, type Get, type Publication, type SavedTrust } from "./trust.js";
export {
  compareVersions, isEmptyRange, isWithin, parseRange, parseVersion, type Range, type Version,
} from "./version.js";
