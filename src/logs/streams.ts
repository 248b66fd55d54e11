import type { LogStreams } from "../core/log-streams.ts";
import type { RequestListener } from "../core/platform.ts";
import type { Secret } from "../core/secret.ts";
import { createStreamDoor, type StreamDoorOptions, streamPath } from "./stream-door.ts";

interface Configured {
  readonly name: string;
  readonly logStream?: { readonly token: Secret } | undefined;
}

/** Opens the door where a tenant has a log stream; without any there is none, and no need to listen for it. */
export function openLogStreams(
  given: Pick<StreamDoorOptions, "intake" | "clock" | "log"> & {
    readonly tenants: readonly Configured[];
    mountUnder(prefix: string, listener: RequestListener): void;
  },
): LogStreams {
  const tenants = given.tenants.flatMap(({ name, logStream }) =>
    logStream ? [{ name, token: logStream.token }] : [],
  );
  const { listener, ...streams } = createStreamDoor({ ...given, tenants });
  if (tenants.length > 0) given.mountUnder(streamPath, listener);
  return streams;
}
