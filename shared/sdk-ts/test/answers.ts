// Answers random cases, a line each on the standard input, and counts where it differs from what
// they expect.

import { createInterface } from "node:readline";
import { isDeepStrictEqual } from "node:util";
import { utf8 } from "../src/bytes.js";
import { Refused, choose, readJson, type Choice, type Device, type JsonObject, type Lists } from "../src/index.js";
import { checkTable } from "../src/metadata.js";

interface Case {
  table: unknown;
  device: Device;
  lists: Lists;
  layer?: string;
  expected: unknown;
}

function answer({ table, device, lists, layer }: Case): Choice | { choice: "refused" } {
  const read = readJson(utf8(JSON.stringify(table)), 1 << 20) as JsonObject;
  try {
    checkTable(read);
  } catch (error) {
    if (error instanceof Refused) return { choice: "refused" };
    throw error;
  }
  return choose(read, device, lists, layer);
}

let cases = 0;
let differing = 0;
for await (const line of createInterface({ input: process.stdin })) {
  const one = JSON.parse(line) as Case;
  cases++;
  const given = answer(one);
  if (!isDeepStrictEqual(given, one.expected)) {
    differing++;
    console.error(`differs: ${JSON.stringify(given)} for ${line}`);
  }
}
console.log(`${String(cases - differing)} passed, ${String(differing)} failed`);
process.exitCode = differing > 0 || cases === 0 ? 1 : 0;
