// Loaded before a program, in each of its threads: its dates are the world's, which leaps now and then. What is waited for is
// waited for as long as ever.
import { readFileSync } from "node:fs";

const file = new URL(import.meta.url).searchParams.get("file");
const machine = Date.now.bind(Date);
/** So often it is looked whether the world has leapt. */
const everyMs = 50;
let [ahead, looked] = [0, Number.NEGATIVE_INFINITY];

function now() {
  const at = machine();
  if (Math.abs(at - looked) >= everyMs) {
    ahead = Number(readFileSync(file, "utf8"));
    looked = at;
  }
  return at + ahead;
}

globalThis.Date = new Proxy(Date, {
  construct: (target, given, newTarget) =>
    Reflect.construct(target, given.length > 0 ? given : [now()], newTarget),
  get: (target, key, receiver) => (key === "now" ? now : Reflect.get(target, key, receiver)),
});

// The scheduler warns of each of the world's seconds in which it was not called.
console.warn = () => {};
