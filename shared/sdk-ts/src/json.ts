// JSON as it is published (docs/wire.md §3): read strictly, written canonically. JSON.parse can't
// serve: it keeps the last of two equal keys, takes fractions, and loses digits.

import { fromUtf8, utf8 } from "./bytes.js";
import { shape } from "./refused.js";

/** A value of a published file. Objects have no prototype, so that `__proto__` is a key like others. */
export type Json = null | boolean | number | string | Json[] | JsonObject;
/** An object of a published file. */
export interface JsonObject {
  [key: string]: Json;
}

const DEPTH = 32;
const VALUES = 1 << 20;
const ESCAPES: Record<string, string> = {
  '"': '"', "\\": "\\", "/": "/", b: "\b", f: "\f", n: "\n", r: "\r", t: "\t",
};

/** The value of JSON bytes, if they keep every rule of §3. */
export function readJson(bytes: Uint8Array, limit: number): Json {
  shape(bytes.length <= limit, `more than ${String(limit)} bytes`);
  const text = fromUtf8(bytes);
  shape(text !== undefined, "not UTF-8");
  return new Reader(text).whole();
}

class Reader {
  private at = 0;
  private values = 0;

  constructor(private readonly text: string) {}

  whole(): Json {
    this.space();
    const value = this.value(0);
    this.space();
    shape(this.at === this.text.length, "something follows the value");
    return value;
  }

  private space(): void {
    while (" \t\n\r".includes(this.text.charAt(this.at)) && this.at < this.text.length) this.at++;
  }

  private take(mark: string): boolean {
    const found = this.text.startsWith(mark, this.at);
    if (found) this.at += mark.length;
    return found;
  }

  private value(depth: number): Json {
    this.values++;
    shape(this.values <= VALUES, "too many values");
    const open = this.text.charAt(this.at);
    shape(depth < DEPTH || (open !== "{" && open !== "["), "nested too deeply");
    if (this.take("{")) return this.object(depth + 1);
    if (this.take("[")) return this.array(depth + 1);
    if (this.take('"')) return this.string();
    if (this.take("true")) return true;
    if (this.take("false")) return false;
    if (this.take("null")) return null;
    return this.number();
  }

  private object(depth: number): JsonObject {
    const object = Object.create(null) as JsonObject;
    for (let first = true; ; first = false) {
      this.space();
      if (first && this.take("}")) return object;
      shape(this.take('"'), "expected a key");
      const key = this.string();
      shape(!(key in object), "an object has the same key twice");
      this.space();
      shape(this.take(":"), "expected ':'");
      this.space();
      object[key] = this.value(depth);
      this.space();
      if (this.take("}")) return object;
      shape(this.take(","), "expected ',' or '}'");
    }
  }

  private array(depth: number): Json[] {
    const array: Json[] = [];
    this.space();
    if (this.take("]")) return array;
    for (;;) {
      this.space();
      array.push(this.value(depth));
      this.space();
      if (this.take("]")) return array;
      shape(this.take(","), "expected ',' or ']'");
    }
  }

  private string(): string {
    let whole = "";
    for (;;) {
      // Up to the next quote, escape or control character.
      const start = this.at;
      while (this.at < this.text.length && !isSpecial(this.text.charCodeAt(this.at))) this.at++;
      whole += this.text.slice(start, this.at);
      if (this.take('"')) break;
      shape(this.take("\\"), "a string has no end, or a raw control character");
      whole += this.escape();
    }
    shape(isPaired(whole), "an unpaired surrogate");
    return whole;
  }

  private escape(): string {
    if (this.take("u")) {
      const digits = this.text.slice(this.at, this.at + 4);
      shape(/^[0-9a-fA-F]{4}$/.test(digits), "an escape needs four hex digits");
      this.at += 4;
      return String.fromCharCode(Number.parseInt(digits, 16));
    }
    const mark = this.text.charAt(this.at++);
    const character = Object.hasOwn(ESCAPES, mark) ? ESCAPES[mark] : undefined;
    shape(character !== undefined, "no such escape");
    return character;
  }

  private number(): number {
    const found = /-?[0-9]+/y;
    found.lastIndex = this.at;
    const digits = found.exec(this.text)?.[0];
    shape(digits !== undefined, "not a JSON value");
    this.at += digits.length;
    shape(!".eE".includes(this.text.charAt(this.at)) || this.at === this.text.length, "no integer");
    shape(/^(?:-?[1-9][0-9]{0,15}|0)$/.test(digits), "no integer, or too large");
    const number = Number(digits);
    shape(Number.isSafeInteger(number), "an integer beyond 2^53-1");
    return number;
  }
}

/** Whether every surrogate has its other half. (Older engines lack `isWellFormed` and lookbehind.) */
function isPaired(text: string): boolean {
  for (const character of text) {
    const code = character.codePointAt(0) ?? 0;
    if (code >= 0xd800 && code < 0xe000) return false;
  }
  return true;
}

function isSpecial(code: number): boolean {
  return code === 0x22 || code === 0x5c || code < 0x20;
}

/** OLPC canonical JSON of a value, as bytes: what is signed and hashed. */
export function canonical(value: Json): Uint8Array {
  return utf8(write(value));
}

function write(value: Json): string {
  if (typeof value === "string") return quote(value);
  if (value === null || typeof value !== "object") return String(value);
  if (Array.isArray(value)) return `[${value.map(write).join(",")}]`;
  const keys = Object.keys(value).sort(byCodePoint);
  return `{${keys.map((key) => `${quote(key)}:${write(value[key] ?? null)}`).join(",")}}`;
}

function quote(text: string): string {
  return `"${text.replace(/["\\]/g, "\\$&")}"`;
}

/** The order of Unicode code points; JavaScript's own order of UTF-16 units is another. */
export function byCodePoint(left: string, right: string): number {
  const length = Math.min(left.length, right.length);
  for (let at = 0; at < length; at++) {
    const [one, other] = [left.charCodeAt(at), right.charCodeAt(at)];
    if (one !== other) return rank(one) - rank(other);
  }
  return left.length - right.length;
}

/** A UTF-16 unit where its character comes: the halves of a pair above all others. */
function rank(unit: number): number {
  return unit >= 0xd800 && unit < 0xe000 ? unit + 0x2000 : unit >= 0xe000 ? unit - 0x800 : unit;
}

/** Whether a value is an object (and no array). */
export function isObject(value: unknown): value is JsonObject {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** A member of an object; undefined where there is none. */
export function member(object: JsonObject, key: string): Json | undefined {
  return Object.hasOwn(object, key) ? object[key] : undefined;
}
