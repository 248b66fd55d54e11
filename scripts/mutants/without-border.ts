import type { Change } from "./mutant.ts";

/** What commands must see to by themselves is not caught by what stands below them. */
export const withoutBorder: Change = {
  file: "src/core/border.ts",
  from: "const message = await crossed(reply.message, crossing);",
  to: "const message = crossing ? reply.message : reply.message;",
};
