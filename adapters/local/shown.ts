import { visible } from "../../src/core/visible.ts";

/** As JSON for the page, which shows every word as it stands: in none of them is anything that cannot be seen. */
export const asShown = (value: unknown): string =>
  JSON.stringify(value, (_, part: unknown) => (typeof part === "string" ? visible(part) : part));
