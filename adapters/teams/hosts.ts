import type { IncomingMessage } from "node:http";
import { isOpenLoopback, type TeamsSettings } from "./settings.ts";

const loopbackHosts = ["127.0.0.1", "[::1]", "localhost"];

/** Whether messages may be sent to the address that an activity names: whoever gets them gets the bot's token. */
export function isTrustedService(serviceUrl: string, settings: TeamsSettings): boolean {
  if (!URL.canParse(serviceUrl)) return false;
  const { protocol, hostname, username, password } = new URL(serviceUrl);
  const here = loopbackHosts.includes(hostname);
  if (username || password || !(protocol === "https:" || (protocol === "http:" && here))) {
    return false;
  }
  if (here && isOpenLoopback(settings)) return true;
  return settings.serviceUrlHosts.some(
    (host) => hostname === host || hostname.endsWith(`.${host}`),
  );
}

const forwarding = ["forwarded", "via", "x-forwarded-for", "x-forwarded-host", "x-real-ip"];

/** From this machine, and not by way of a proxy on it: behind one, everybody seems to be here. */
export function isFromHere({ socket, headers }: IncomingMessage): boolean {
  const from = socket.remoteAddress?.replace(/^::ffff:/u, "") ?? "";
  if (!(from === "::1" || from.startsWith("127."))) return false;
  return forwarding.every((name) => headers[name] === undefined);
}
