import { inspect } from "node:util";

/**
 * A value that must never be printed: every way of showing it gives `[secret]`. It is kept as bytes outside the heap, so that
 * no picture of the heap shows it; it is text only while somebody uses what `reveal` gave.
 */
export class Secret {
  #bytes: Uint8Array<ArrayBuffer>;
  readonly #watchers = new Set<() => void>();

  constructor(value: string) {
    this.#bytes = outside(value);
  }

  /** Call it only where the value leaves the bot, and keep nothing of what it gives: it may be another one the next time. */
  reveal(): string {
    return Buffer.from(this.#bytes.buffer).toString("utf16le");
  }

  /** Takes the value of another one in place of its own, for everybody who has this one. False where they are the same. */
  renew(other: Secret): boolean {
    if (this.equals(other)) return false;
    this.#bytes.fill(0);
    this.#bytes = outside(other.reveal());
    for (const watcher of this.#watchers) watcher();
    return true;
  }

  equals(other: Secret): boolean {
    return Buffer.compare(other.#bytes, this.#bytes) === 0;
  }

  /** Calls back after each renewal. */
  watch(watcher: () => void): void {
    this.#watchers.add(watcher);
  }

  toString(): string {
    return "[secret]";
  }

  toJSON(): string {
    return "[secret]";
  }

  [inspect.custom](): string {
    return "[secret]";
  }
}

/** In memory of its own; every text comes back as it was, also one that is no proper Unicode. */
function outside(value: string): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(new ArrayBuffer(value.length * 2));
  Buffer.from(bytes.buffer).write(value, "utf16le");
  return bytes;
}

/**
 * The values of a secret that somebody else proves themselves with: one, or two while one is changed for the other, each on a
 * line of its own.
 */
export const valuesOf = (secret: Secret): readonly string[] =>
  secret
    .reveal()
    .split(/\r?\n/u)
    .map((line) => line.trim())
    .filter((line) => line !== "");
