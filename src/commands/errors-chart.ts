import { DAY } from "../core/clock.ts";
import type { CommandContext } from "../core/command.ts";
import type { Failures } from "../core/failures.ts";
import { hourOf } from "../core/history.ts";
import type { Block } from "../core/message.ts";
import { chartByHour } from "./hours-chart.ts";

/** Fewer are told in words. */
const fewest = 5;

/** The failures of each hour, or of each day, with what is usual beside them. */
export function chartOf(
  { total, stretch }: Failures,
  { zone }: Pick<CommandContext, "zone">,
): readonly Block[] {
  if (total.count < fewest) return [];
  const usual = total.usualHours?.map(({ median }) => median);
  return chartByHour(
    {
      name: "Failures",
      unit: "failures",
      from: hourOf(stretch.from),
      to: stretch.to,
      hours: total.hours,
      usual,
    },
    { zone, perDay: stretch.to.getTime() - stretch.from.getTime() > 2 * DAY + DAY / 24 },
  );
}
