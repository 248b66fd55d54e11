import type { CommandContext } from "../core/command.ts";
import { completenessOf, sayCoverage } from "../core/log-coverage.ts";
import { type Block, text } from "../core/message.ts";

/** Which of the tenants' logs are still being read, and how far: "prod is reading history: at 3 Nov 2026, about 40 min to go". */
export async function stillReading(
  tenants: readonly string[],
  { archive, logReading, now, zone }: CommandContext,
): Promise<readonly string[]> {
  const said = tenants.map(async (tenant) => {
    const reading = logReading(tenant);
    if (!reading || reading.empty) return [];
    const coverage = { ...(await archive.coverage(tenant)), holes: [] };
    if (completenessOf(coverage, { now, reading }) === "whole") return [];
    return [`${tenant}: ${sayCoverage(coverage, { now, zone, reading })}.`];
  });
  return (await Promise.all(said)).flat();
}

/** What that means for somebody who is to be forgotten, or was. Nothing where all is read. */
export function sayReading(reading: readonly string[]): readonly Block[] {
  if (reading.length === 0) return [];
  return [
    text([
      { bold: "Auth0's log is still being read. " },
      `${reading.join(" ")} Once the person is forgotten, nothing from before that names them so is kept. Other names of theirs may come to light: say `,
      { code: "forget" },
      " once more when ",
      { code: "doctor" },
      " says that the log is whole.",
    ]),
  ];
}
