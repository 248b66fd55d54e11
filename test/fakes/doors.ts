import type { OpenDoor, Receive } from "../../src/core/door.ts";
import type { PlatformContext, RequestListener } from "../../src/core/platform.ts";
import { createDoorListener } from "../../src/http/door-listener.ts";

type MountDoor = PlatformContext["mountDoor"];

/** Doors that stand in this thread: they behave as the real ones do, and need no thread for each test. */
export function doorsOn(mount: (path: string, listener: RequestListener) => void): MountDoor {
  return (path, { module, data, hear, took }) => {
    let open = true;
    let receive: Receive | undefined;
    const loaded = import(module.href).then((given: { openDoor: OpenDoor<unknown> }) => {
      receive = given.openDoor(data);
    });
    const inside = {
      isOpen: () => open,
      // As messages between threads come: in order, each in a turn of its own.
      take: (said: unknown) => (ms: number) => {
        setImmediate(() => hear(said, () => {}, false));
        took?.(ms);
      },
      ask: async (said: unknown) => {
        const answer = hear(said, () => {}, true);
        return answer && JSON.stringify(answer);
      },
      told: (ms: number) => took?.(ms),
    };
    const listener = createDoorListener((asked) => receive?.(asked) ?? { status: 500 }, inside);
    mount(path, (request, response) => void loaded.then(() => listener(request, response)));
    return {
      renew: (fresh) => void Object.assign(data as object, fresh),
      shut: () =>
        new Promise((resolve) => {
          open = false;
          setImmediate(resolve);
        }),
    };
  };
}

/** For platforms that have none. */
export const noDoors: MountDoor = () => ({ renew: () => {}, shut: async () => {} });
