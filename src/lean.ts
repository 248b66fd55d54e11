import { setFlagsFromString } from "node:v8";

let wanted = false;

/**
 * The bot lives for months on small machines and does little at a time, so its heap grows in small steps. By themselves the
 * space for new objects grows to 34 MB while modules load, and that for old ones to twice what is in use. To be called before
 * they load.
 */
export function beLean(): void {
  wanted = true;
  for (const flag of ["--semi-space-growth-factor=1", "--heap-growing-percent=25"]) {
    setFlagsFromString(flag);
  }
}

/** A worker's start undoes it. */
export function stayLean(): void {
  if (wanted) beLean();
}
