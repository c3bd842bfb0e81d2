// Names, scopes and times that stand in signed bytes (docs/wire.md §2, §3).

import { shape } from "./refused.js";

const DAYS = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];

/** Releases, dimensions, layers: 1 to 255 of the alphabet, and neither `.` nor `..`. */
export function isName(value: unknown): value is string {
  return (
    typeof value === "string" && /^[A-Za-z0-9._-]{1,255}$/.test(value) && value !== "." && value !== ".."
  );
}

/** A target's name. */
export function isTarget(value: unknown): value is string {
  return isName(value) && value.length <= 190;
}

/** Organizations, applications, channels. */
export function isSlug(value: unknown): value is string {
  return typeof value === "string" && /^[a-z0-9][a-z0-9._-]{0,63}$/.test(value);
}

/** `organization/application/channel`. */
export function isScope(value: unknown): value is string {
  if (typeof value !== "string") return false;
  const parts = value.split("/");
  const channel = parts[2];
  return parts.length === 3 && parts.every(isSlug) && channel !== "targets" && channel !== "files";
}

/** A package's name: no `-` in it is followed by a digit. */
export function isPackage(value: unknown): value is string {
  return isSlug(value) && !/-[0-9]/.test(value);
}

/** A SHA-256 in hex. */
export function isHash(value: unknown): value is string {
  return typeof value === "string" && /^[0-9a-f]{64}$/.test(value);
}

/** Seconds since 1970 of `YYYY-MM-DDTHH:MM:SSZ`; undefined for anything else, such as 30 February. */
export function readTime(value: unknown): number | undefined {
  if (typeof value !== "string") return undefined;
  const found = /^([0-9]{4})-([0-9]{2})-([0-9]{2})T([0-9]{2}):([0-9]{2}):([0-9]{2})Z$/.exec(value);
  if (!found) return undefined;
  const [year, month, day, hour, minute, second] = found.slice(1).map(Number) as [
    number, number, number, number, number, number,
  ];
  const leap = month === 2 && ((year % 4 === 0 && year % 100 !== 0) || year % 400 === 0) ? 1 : 0;
  const days = (DAYS[month - 1] ?? 0) + leap;
  if (day < 1 || day > days || hour > 23 || minute > 59 || second > 59) return undefined;
  const date = new Date(0);
  date.setUTCFullYear(year, month - 1, day);
  return Math.floor(date.getTime() / 1000) + hour * 3600 + minute * 60 + second;
}

/** As `readTime`, refusing. */
export function timeOf(value: unknown, what: string): number {
  const time = readTime(value);
  shape(time !== undefined, `${what} is no time`);
  return time;
}
