import { setFlagsFromString } from "node:v8";

let wanted = false;
let quick = false;

/**
 * By themselves the space for new objects grows to 34 MB while modules load, and that for old ones to twice what is in use,
 * and by 8 MB at least, which is more than a worker has. WebAssembly, which reads the answers to `fetch`, is compiled a
 * second time once it is used much, to be faster: that takes 35 MB for a moment, and saves nothing that can be measured here.
 * Each worker would map the engine's own functions once more, to have them near: a megabyte for each.
 */
const flags = [
  "--semi-space-growth-factor=1",
  "--heap-growing-percent=25",
  "--optimize-for-size",
  "--no-wasm-tier-up",
  "--no-wasm-dynamic-tiering",
  "--no-short-builtin-calls",
];

/**
 * The bot lives for months on small machines and does little at a time, so its heap grows in small steps. To be called
 * before modules load.
 */
export function beLean(): void {
  wanted = true;
  for (const flag of flags) setFlagsFromString(flag);
}

/** A worker's start undoes it. */
export function stayLean(): void {
  if (wanted && !quick) beLean();
}

/** To be called before a worker begins that may get room later: a lean one is bound to a megabyte for new objects for good. */
export function leaveRoom(): void {
  if (wanted)
    for (const flag of ["--no-optimize-for-size", "--max-semi-space-size=16"])
      setFlagsFromString(flag);
}

/** What of it makes new objects dear: a third of what it takes to keep a log event. */
const roomy = [
  "--semi-space-growth-factor=2",
  "--heap-growing-percent=0",
  "--no-optimize-for-size",
];

/** For a while, speed is worth more than memory; `lean` ends it. Changes nothing unless it was to be lean. */
export const engine = {
  quick() {
    quick = wanted;
    if (quick) for (const flag of roomy) setFlagsFromString(flag);
  },
  lean() {
    quick = false;
    stayLean();
  },
};
