// Properties: flat values by key, and layers over them (docs/wire.md §14).

import { isObject, readJson, type Json } from "./json.js";
import { shape } from "./refused.js";

/** Integers only: a fraction travels as a string or a scaled integer. */
export type PropertyValue = string | number | boolean | null;
/** By key. */
export type Properties = Readonly<Record<string, PropertyValue>>;

const BYTES = 512 * 1024;

/** A verified properties file. */
export function readProperties(bytes: Uint8Array): Properties {
  return checkProperties(readJson(bytes, BYTES));
}

/** Refuses what isn't flat, or has keys or texts that can't be signed. */
export function checkProperties(value: Json | undefined): Properties {
  shape(isObject(value), "properties are no object");
  for (const [key, one] of Object.entries(value)) {
    shape(/^[A-Za-z0-9._-]{1,255}$/.test(key), `the key ${key.slice(0, 40)} of a property`);
    shape(one === null || typeof one !== "object", `${key} isn't flat`);
    shape(typeof one !== "string" || isSignable(one), `${key} holds control characters or isn't NFC`);
  }
  return value as Properties;
}

/** Whether a text is NFC without control characters. */
export function isSignable(text: string): boolean {
  return !/[\u0000-\u001f\u007f-\u009f]/.test(text) && text.normalize("NFC") === text;
}

/** What an app sees: each layer laid over what lies beneath, by top-level key. */
export function overlay(base: Properties, ...layers: readonly Properties[]): Properties {
  const seen = Object.create(null) as Record<string, PropertyValue>;
  for (const layer of [base, ...layers]) {
    for (const [key, value] of Object.entries(layer)) seen[key] = value;
  }
  return seen;
}
