import type { App, Receiver } from "@slack/bolt";
import type { OpenedDoor } from "../../src/core/door.ts";
import type { PlatformContext } from "../../src/core/platform.ts";
import { type Secret, valuesOf } from "../../src/core/secret.ts";
import { alreadyDone } from "./bolt-app.ts";
import type { SlackDoorData } from "./door.ts";

/** Where Slack knocks. */
export const doorPath = "/slack/events";

/** Slack over HTTP, as Bolt and the adapter know it. */
export interface Knocking {
  readonly receiver: Receiver;
  open(): Promise<void>;
  /** Resolves once everything that was acknowledged has been heard. */
  close(): Promise<void>;
}

/** What the door in its thread takes is handed to Bolt here, which has nothing left to check. */
export function createKnocking(
  signingSecret: Secret | undefined,
  { mountDoor, acknowledged }: Pick<PlatformContext, "mountDoor" | "acknowledged">,
): Knocking {
  let app: App | undefined;
  let opened: OpenedDoor | undefined;
  const extension = import.meta.url.endsWith(".ts") ? "ts" : "js";

  /** What the acknowledgement says is found before anything is waited for. */
  function hear(said: unknown, release: () => void, waits: boolean): object | undefined {
    let acknowledgement: object | undefined;
    const ask = async (content?: unknown) => {
      acknowledgement = content as object | undefined;
    };
    const ack = waits ? ask : alreadyDone;
    // By its end the line, or what happened, is in a journal of its own.
    void app?.processEvent({ body: said as Record<string, unknown>, ack }).finally(release);
    return acknowledgement;
  }

  return {
    receiver: {
      init(given) {
        app = given;
      },
      start: async () => {},
      stop: async () => {},
    },
    async open() {
      opened = mountDoor(doorPath, {
        module: new URL(`./door.${extension}`, import.meta.url),
        data: dataOf(signingSecret),
        hear,
        took: (ms) => acknowledged?.(ms),
      });
      signingSecret?.watch(() => opened?.renew(dataOf(signingSecret)));
    },
    close: async () => opened?.shut(),
  };
}

const dataOf = (signingSecret: Secret | undefined): SlackDoorData => ({
  keys: signingSecret ? valuesOf(signingSecret).map((value) => Buffer.from(value)) : [],
});
