import type { Breach } from "../mutant.ts";

export const breaches: readonly Breach[] = [];
