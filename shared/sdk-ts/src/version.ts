// Versions and ranges: a grammar of their own (docs/wire.md §9).

import { utf8Length } from "./bytes.js";

const PART = "(?:0|[1-9][0-9]{0,17})";
const IDENTIFIER = "(?:0|[1-9][0-9]*|[0-9]*[A-Za-z-][0-9A-Za-z-]*)";
const VERSION = new RegExp(
  `^(${PART}(?:\\.${PART}){0,3})(?:-(${IDENTIFIER}(?:\\.${IDENTIFIER})*))?(?:\\+[0-9A-Za-z-]+(?:\\.[0-9A-Za-z-]+)*)?$`,
);
const LONGEST = 256;

/** Four parts, and the identifiers of a prerelease if it is one. Digits stay text: 18 of them are
 * more than a number holds exactly. */
export interface Version {
  readonly parts: readonly string[];
  readonly prerelease: readonly string[] | undefined;
}

/** A version; undefined for what is none. */
export function parseVersion(text: string): Version | undefined {
  if (text.length > LONGEST || utf8Length(text) > LONGEST) return undefined;
  const found = VERSION.exec(text);
  if (!found) return undefined;
  const parts = (found[1] ?? "").split(".");
  while (parts.length < 4) parts.push("0");
  return { parts, prerelease: found[2]?.split(".") };
}

/** Below 0 when left is lower, 0 when they are the same version, above 0 otherwise. */
export function compareVersions(left: Version, right: Version): number {
  for (let at = 0; at < 4; at++) {
    const order = compareDigits(left.parts[at] ?? "0", right.parts[at] ?? "0");
    if (order !== 0) return order;
  }
  if (!left.prerelease || !right.prerelease) {
    return Number(left.prerelease === undefined) - Number(right.prerelease === undefined);
  }
  return comparePrereleases(left.prerelease, right.prerelease);
}

function comparePrereleases(left: readonly string[], right: readonly string[]): number {
  for (let at = 0; at < Math.min(left.length, right.length); at++) {
    const [one, other] = [left[at] ?? "", right[at] ?? ""];
    const [oneIsNumber, otherIsNumber] = [isDigits(one), isDigits(other)];
    if (oneIsNumber !== otherIsNumber) return oneIsNumber ? -1 : 1;
    const order = oneIsNumber ? compareDigits(one, other) : compareAscii(one, other);
    if (order !== 0) return order;
  }
  return left.length - right.length;
}

function isDigits(text: string): boolean {
  return /^[0-9]+$/.test(text);
}

/** Numbers without leading zeros: the longer is the larger. */
function compareDigits(left: string, right: string): number {
  return left.length - right.length || compareAscii(left, right);
}

function compareAscii(left: string, right: string): number {
  return left < right ? -1 : left > right ? 1 : 0;
}

/** One comparison of a range. */
interface Comparison {
  readonly operator: ">=" | ">" | "<=" | "<" | "=";
  readonly bound: Version;
}

/** A conjunction of comparisons. */
export type Range = readonly Comparison[];

/** A range; undefined for what is none. */
export function parseRange(text: string): Range | undefined {
  const comparisons: Comparison[] = [];
  for (const one of text.split(",")) {
    const found = /^(>=|>|<=|<|=)([^]*)$/.exec(one);
    const bound = parseVersion(found?.[2] ?? "");
    if (!found || !bound) return undefined;
    comparisons.push({ operator: found[1] as Comparison["operator"], bound });
  }
  return comparisons;
}

/** Whether a version lies within a range, by the order alone: there is no exception for prereleases. */
export function isWithin(range: Range, version: Version): boolean {
  return range.every(({ operator, bound }) => {
    const order = compareVersions(version, bound);
    if (operator === "=") return order === 0;
    if (operator.endsWith("=") && order === 0) return true;
    return operator.startsWith(">") ? order > 0 : order < 0;
  });
}

/**
 * Whether no version lies within. Every version but the highest has a next one, so the highest lower
 * bound is either within, or the proof that nothing is.
 */
export function isEmptyRange(range: Range): boolean {
  let lowest: Version = { parts: ["0", "0", "0", "0"], prerelease: ["0"] };
  for (const { operator, bound } of range) {
    const from = operator === ">" ? next(bound) : operator.startsWith("<") ? lowest : bound;
    if (!from) return true;
    if (compareVersions(from, lowest) > 0) lowest = from;
  }
  return !isWithin(range, lowest);
}

/** The lowest version above this one; undefined above the highest. */
function next(version: Version): Version | undefined {
  if (version.prerelease) return { ...version, prerelease: [...version.prerelease, "0"] };
  const parts = [...version.parts];
  for (let at = 3; at >= 0; at--) {
    const raised = (BigInt(parts[at] ?? "0") + 1n).toString();
    if (raised.length <= 18) {
      parts[at] = raised;
      return { parts, prerelease: ["0"] };
    }
    parts[at] = "0";
  }
  return undefined;
}
