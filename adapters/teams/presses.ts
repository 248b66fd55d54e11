import { type Clock, SECOND } from "../../src/core/clock.ts";
import type { HeardLine } from "./hear.ts";

/** A button that is pressed again so soon was meant to be pressed once. */
const twiceMs = 3 * SECOND;

/** Tells a second press of one button by one person within seconds, which is the same line as the first. */
export function createPresses(clock: Pick<Clock, "now">): (heard: HeardLine) => HeardLine {
  const recent = new Map<string, { readonly id: string; readonly at: number }>();

  return (heard) => {
    const { to, invocation } = heard;
    if (to.pressedOn === undefined) return heard;
    const now = clock.now().getTime();
    for (const [key, { at }] of recent) if (now - at >= twiceMs) recent.delete(key);
    const key = JSON.stringify([
      to.member,
      to.reference.conversation,
      to.pressedOn,
      invocation.line,
    ]);
    const first = recent.get(key);
    if (first) return { ...heard, id: first.id, to: { ...to, line: first.id } };
    recent.set(key, { id: heard.id, at: now });
    return heard;
  };
}
