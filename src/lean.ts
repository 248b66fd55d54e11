import { getHeapSpaceStatistics, setFlagsFromString } from "node:v8";

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
  set(...flags);
}

/** A worker's start undoes it. */
export function stayLean(): void {
  if (wanted && !quick) beLean();
}

/** To be called before a worker begins that may get room later: a lean one is bound to a megabyte for new objects for good. */
export function leaveRoom(): void {
  if (wanted) set("--no-optimize-for-size", "--max-semi-space-size=16");
}

/** What of it makes new objects dear: a third of what it takes to keep a log event. */
const roomy = [
  "--semi-space-growth-factor=2",
  "--heap-growing-percent=0",
  "--no-optimize-for-size",
];

function set(...these: readonly string[]): void {
  for (const flag of these) setFlagsFromString(flag);
}

/**
 * Where much is said, what answers it outlives a megabyte's worth of new objects, and is copied over and over, which took a third
 * of the processor's time. What is given here is taken back whenever the old ones are looked through, each second then: to
 * leave it would take half of that time in place of a sixth of it, and 30 MB more for all that is not looked through meanwhile.
 */
const forNew = 8e6;
/** The engine doubles it when it finds too much alive: in this time, once or twice. */
const growingMs = 150;

function roomForNew(): number {
  const space = getHeapSpaceStatistics().find(({ space_name }) => space_name === "new_space");
  return space?.space_size ?? forNew;
}

/** For a while, speed is worth more than memory; `lean` ends it. Changes nothing unless it was to be lean. */
export const engine = {
  quick() {
    quick = wanted;
    if (quick) set(...roomy);
  },
  /** To be called each second: what too much outlives grows, up to a point; where little is said, nothing does. */
  grow() {
    if (!wanted || quick || roomForNew() >= forNew) return;
    set("--semi-space-growth-factor=2");
    setTimeout(stayLean, growingMs).unref();
  },
  lean() {
    quick = false;
    stayLean();
  },
};
