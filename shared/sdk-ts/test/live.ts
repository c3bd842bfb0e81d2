// A whole life over HTTP, told from outside: `node live.js BASE_URL SCOPE ROOT_FILE DEVICE_FILE HOME`
// polls, chooses, brings every file of what was chosen, and prints what it has.

import { readFileSync, writeFileSync, existsSync } from "node:fs";
import { join } from "node:path";
import { fromUtf8, hex, utf8 } from "../src/bytes.js";
import { Client, Trust, type Device, type SavedTrust } from "../src/index.js";
import { sha256 } from "@noble/hashes/sha2.js";

const [baseUrl = "", scope = "", rootFile = "", deviceFile = "", home = ""] = process.argv.slice(2);
const state = join(home, "trust.json");
const trust = existsSync(state)
  ? Trust.restore(JSON.parse(readFileSync(state, "utf8")) as SavedTrust, utf8)
  : Trust.begin(scope, readFileSync(rootFile));
const client = new Client(trust, { baseUrl, fetch });
const device = JSON.parse(readFileSync(deviceFile, "utf8")) as Device;

const { seq } = await client.poll();
writeFileSync(state, JSON.stringify(trust.save((bytes) => fromUtf8(bytes) ?? "")));
const choice = await client.choose(device);
const files: Record<string, string> = {};
if (choice.choice === "config") {
  const { variant } = await client.update(choice.target, device.attributes);
  for (const file of variant.files) files[file.path] = hex(sha256(await client.file(file)));
}
console.log(JSON.stringify({ root: trust.rootVersion, seq, choice, files }));
