/** The first rule that bytes break, by the names of the specification's vectors. */
export type Rule =
  | "shape"
  | "signature"
  | "scope"
  | "version"
  | "hash"
  | "expired"
  | "offline"
  | "newer";

/**
 * Something isn't trusted. Nothing of it is stored; keep running what runs, and go on polling.
 * `newer` is the one rule that is nobody's fault: this client is too old to read what it says.
 */
export class Refused extends Error {
  override readonly name = "Refused";

  constructor(
    readonly rule: Rule,
    why: string,
  ) {
    super(`${rule}: ${why}`);
  }
}

/** Refuses what is not even of the right shape. */
export function shape(holds: boolean, why: string): asserts holds {
  if (!holds) throw new Refused("shape", why);
}
