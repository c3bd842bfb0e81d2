// The rows of a cohort table, and whether this client understands them (docs/wire.md §10).

import { isObject, member, type Json, type JsonObject } from "./json.js";
import { isName, isTarget } from "./names.js";
import { parseRange } from "./version.js";

const ANSWERS = ["config", "ranges", "embedded"];

const RULES: Record<string, (value: Json) => boolean> = {
  release: isName,
  when: (value) => isObject(value) && Object.entries(value).every(([name, one]) => isName(name) && isCondition(one)),
  devices: (value) => (Array.isArray(value) ? value.every(isListHash) : isTarget(value)),
  salt: (value) => typeof value === "string" && /^[ -~]{1,64}$/.test(value),
  hold: (value) => typeof value === "boolean",
  skip: (value) => typeof value === "boolean",
  config: (value) => value === null || isTarget(value),
  ranges: (value) => Array.isArray(value) && value.every(isBucketRange),
  embedded: (value) => value === true,
};

/** Whether every key, operator and type of a row is one that this client knows. */
export function isUnderstood(row: Json): row is JsonObject {
  if (!isObject(row)) return false;
  const keys = Object.keys(row);
  if (!keys.every((key) => Object.hasOwn(RULES, key)) || !keys.includes("release")) return false;
  if (keys.filter((key) => ANSWERS.includes(key)).length !== 1) return false;
  const needsSalt = keys.includes("devices") || keys.includes("ranges");
  if (needsSalt && !keys.includes("salt")) return false;
  return keys.every((key) => RULES[key]?.(member(row, key) ?? null));
}

/** Whether a text has the shape of a list hash. */
export function isListHash(value: Json): value is string {
  return typeof value === "string" && /^[0-9a-f]{16}$/.test(value);
}

function isCondition(value: Json): boolean {
  if (Array.isArray(value)) return value.every((one) => typeof one === "string");
  return typeof value === "string" && parseRange(value) !== undefined;
}

function isBucketRange(value: Json): boolean {
  if (!Array.isArray(value) || value.length !== 3) return false;
  const [low, high, target] = value as [Json, Json, Json];
  if (typeof low !== "number" || typeof high !== "number") return false;
  return 0 <= low && low <= high && high <= 9999 && isTarget(target);
}
