// What a device gets (docs/wire.md §10, §14), and whether it may go there (§15).

import { bucket, listHash } from "./bucket.js";
import { utf8Length } from "./bytes.js";
import { isObject, member, type Json, type JsonObject } from "./json.js";
import { isNewerTable } from "./metadata.js";
import { isUnderstood } from "./rows.js";
import { compareVersions, isWithin, parseRange, parseVersion } from "./version.js";

/** A device that asks a table. */
export interface Device {
  /** Compared as is. */
  readonly id: string;
  /** By dimension; `package_version` is its active package's version. */
  readonly attributes: Readonly<Record<string, string>>;
  /** Its active release; in a layer, the release last applied from that layer. */
  readonly active: string | null;
}

/** What a table answers. */
export type Choice =
  | { readonly choice: "config"; readonly release: string; readonly target: string }
  | { readonly choice: "embedded"; readonly release: string }
  | { readonly choice: "needs_list"; readonly target: string }
  | { readonly choice: "moved"; readonly scope: string }
  | { readonly choice: "keep" | "hold" | "retired" };

/** Device lists that were fetched and verified, by their targets' names. */
export type Lists = Readonly<Record<string, readonly string[]>>;

const ATTRIBUTE_BYTES = 256;
const KEEP: Choice = { choice: "keep" };
const HOLD: Choice = { choice: "hold" };

/** The answer of a verified table, or of one of its layers of properties. */
export function choose(table: JsonObject, device: Device, lists: Lists = {}, layer?: string): Choice {
  if (isNewerTable(table)) return HOLD;
  const moved = member(table, "moved");
  if (typeof moved === "string") return { choice: "moved", scope: moved };
  if (member(table, "retired") === true) return { choice: "retired" };
  if (layer === undefined) return readRows(member(table, "rows"), device, lists);
  const layers = (member(table, "properties") ?? []) as JsonObject[];
  const found = layers.find((one) => member(one, "layer") === layer);
  return found ? readRows(member(found, "rows"), device, lists) : KEEP;
}

function readRows(rows: Json | undefined, device: Device, lists: Lists): Choice {
  for (const row of (rows ?? []) as Json[]) {
    if (!isUnderstood(row)) {
      if (isObject(row) && member(row, "skip") === true) continue;
      return HOLD;
    }
    const answer = answerOf(row, device, lists);
    if (answer) return answer;
  }
  return KEEP;
}

/** What a row says to this device; undefined if it doesn't match. */
function answerOf(row: JsonObject, device: Device, lists: Lists): Choice | undefined {
  const release = member(row, "release") as string;
  if (member(row, "hold") === true && device.active !== release) return undefined;
  for (const [dimension, condition] of Object.entries((member(row, "when") ?? {}) as JsonObject)) {
    const value = Object.hasOwn(device.attributes, dimension) ? device.attributes[dimension] : undefined;
    if (!isMatch(condition, value)) return undefined;
  }
  const salt = (member(row, "salt") ?? "") as string;
  let devices = member(row, "devices") as string | readonly string[] | undefined;
  if (typeof devices === "string") {
    if (!Object.hasOwn(lists, devices)) return { choice: "needs_list", target: devices };
    devices = lists[devices];
  }
  if (devices && !devices.includes(listHash(salt, device.id))) return undefined;
  if (member(row, "embedded") === true) return { choice: "embedded", release };
  const config = member(row, "config");
  if (config !== undefined) return config === null ? KEEP : { choice: "config", release, target: config as string };
  const place = bucket(salt, device.id);
  const ranges = member(row, "ranges") as [number, number, string][];
  const found = ranges.find(([low, high]) => low <= place && place <= high);
  return found && { choice: "config", release, target: found[2] };
}

/** Whether an attribute matches; one that is unset, no text, too long or no version matches nothing. */
function isMatch(condition: Json, value: unknown): boolean {
  if (typeof value !== "string" || utf8Length(value) > ATTRIBUTE_BYTES) return false;
  if (Array.isArray(condition)) return condition.includes(value);
  const [range, version] = [parseRange(condition as string), parseVersion(value)];
  return range !== undefined && version !== undefined && isWithin(range, version);
}

/** A device about to change packages. */
export interface Going {
  /** The release that it runs, and its package's version; null for what shipped in the binary. */
  readonly running: string | null;
  readonly running_version: string | null;
  /** Whether what it runs still fits its attributes. */
  readonly running_fits: boolean;
  /** The highest `rollback_index` that it has confirmed. */
  readonly confirmed_index: number;
  readonly chosen_version: string;
  readonly chosen_index: number;
  /** Whether the chosen config allows a lower version. */
  readonly downgrade: boolean;
  /** The table's. */
  readonly withdrawn: readonly string[];
}

/** `go`, or the rule for which the device keeps what it has. */
export function mayGo(going: Going): "go" | "index" | "version" {
  if (going.chosen_index < going.confirmed_index) return "index";
  const chosen = parseVersion(going.chosen_version);
  const running = going.running_version === null ? undefined : parseVersion(going.running_version);
  const lower = chosen && running && compareVersions(chosen, running) < 0;
  const withdrawn = going.running !== null && going.withdrawn.includes(going.running);
  return lower && going.running_fits && !withdrawn && !going.downgrade ? "version" : "go";
}
