// Device lists that stand as targets of their own (docs/wire.md §11).

import { isObject, member, readJson } from "./json.js";
import { isListHash } from "./rows.js";
import { Refused, shape } from "./refused.js";

const BYTES = 4 * 1024 * 1024;
const DEVICES = 100_000;

/** The hashes of a verified list; refuses one that is unsorted, too long or of a higher version. */
export function readDeviceList(bytes: Uint8Array): string[] {
  const list = readJson(bytes, BYTES);
  shape(isObject(list), "a device list is no object");
  if (member(list, "v") !== 1) throw new Refused("newer", "a device list of another version");
  const devices = member(list, "devices");
  shape(Array.isArray(devices) && devices.length <= DEVICES, "its devices");
  shape(devices.every(isListHash), "a device is no list hash");
  const isSorted = devices.every((hash, at) => at === 0 || (devices[at - 1] ?? "") < hash);
  shape(isSorted, "a device list must be sorted, each device once");
  return devices;
}
