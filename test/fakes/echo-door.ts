import type { OpenDoor } from "../../src/core/door.ts";

/** A door for tests: "ask …" is answered by the bot, "fail" ends the thread, everything else is taken and handed over. */
export const openDoor: OpenDoor<{ greeting: string }> = (data) => {
  return ({ body }) => {
    if (body.startsWith("ask ")) return { asks: body };
    if (body === "fail") setImmediate(() => fail());
    return { status: 200, body: `${data.greeting}, ${body}`, hand: body };
  };
};

function fail(): never {
  throw new Error("broken on purpose");
}
