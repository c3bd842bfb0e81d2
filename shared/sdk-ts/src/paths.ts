// Paths inside a package mean the same file on every system (docs/wire.md §12).

import { utf8, utf8Length } from "./bytes.js";
import { isSignable } from "./properties.js";

const RESERVED = /^(?:con|prn|aux|nul|conin\$|conout\$|(?:com|lpt)[0-9¹²³])$/i;

/** Whether a package may hold this path. */
export function isPath(path: string): boolean {
  if (!isSignable(path) || /[\\:*?"<>|]/.test(path) || utf8Length(path) > 512) return false;
  return path.split("/").every(isSegment);
}

function isSegment(segment: string): boolean {
  const length = utf8Length(segment);
  if (length < 1 || length > 255 || /[. ]$/.test(segment)) return false;
  const stem = (segment.split(".")[0] ?? "").replace(/ +$/, "");
  return !RESERVED.test(stem);
}

/** Whether one variant may list these paths, in this order. */
export function areTogether(paths: readonly string[]): boolean {
  if (!paths.every(isPath)) return false;
  const isSorted = paths.every((path, at) => at === 0 || isBelow(paths[at - 1] ?? "", path));
  const folded = new Set(paths.map((path) => path.toLowerCase()));
  const folders = [...folded].flatMap(foldersOf);
  return isSorted && folded.size === paths.length && !folders.some((folder) => folded.has(folder));
}

/** The order of UTF-8 bytes. */
function isBelow(left: string, right: string): boolean {
  const [one, other] = [utf8(left), utf8(right)];
  const at = one.findIndex((byte, index) => byte !== other[index]);
  if (at < 0) return one.length < other.length;
  return at < other.length && (one[at] ?? 0) < (other[at] ?? 0);
}

function foldersOf(path: string): string[] {
  const parts = path.split("/");
  return parts.slice(1).map((_, at) => parts.slice(0, at + 1).join("/"));
}
