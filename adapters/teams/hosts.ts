import type { IncomingMessage } from "node:http";
import { isOpenLoopback, type TeamsSettings } from "./settings.ts";

const loopbackNames = ["127.0.0.1", "[::1]", "localhost"];

/** Whether messages may be sent to the address that an activity names: whoever gets them gets the bot's token. */
export function isTrustedService(
  serviceUrl: string,
  settings: Pick<TeamsSettings, "appId" | "serviceUrlHosts">,
): boolean {
  if (!URL.canParse(serviceUrl)) return false;
  const { protocol, hostname, port, username, password } = new URL(serviceUrl);
  const here = loopbackNames.includes(hostname);
  if (username || password || !(here || (protocol === "https:" && port === ""))) return false;
  if (!["https:", "http:"].includes(protocol)) return false;
  if (here && isOpenLoopback(settings)) return true;
  return settings.serviceUrlHosts.some(
    (host) => hostname === host || hostname.endsWith(`.${host}`),
  );
}

/** Where people's files are: OneDrive, worldwide and in the clouds of authorities. */
const stores = ["sharepoint.com", "sharepoint.us", "sharepoint-mil.us", "sharepoint.cn"];

/** Whether a file may be put there: its address comes with an activity, and opens a place in somebody's OneDrive. */
export function isTrustedStore(
  url: string,
  settings: Pick<TeamsSettings, "appId" | "serviceUrlHosts">,
): boolean {
  return isTrustedService(url, { ...settings, serviceUrlHosts: stores });
}

/** Whether only this machine reaches what listens there. */
export const isLoopback = (host: string | undefined): boolean =>
  host !== undefined && /^(127(\.\d{1,3}){3}|::1|localhost)$/u.test(host);

const forwarding = ["forwarded", "via", "x-forwarded-for", "x-forwarded-host", "x-real-ip"];

/** From this machine, and neither by way of a proxy on it, behind which everybody seems to be here, nor by a web page. */
export function isFromHere({ socket, headers }: IncomingMessage): boolean {
  const from = socket.remoteAddress?.replace(/^::ffff:/u, "") ?? "";
  if (!(from === "::1" || from.startsWith("127."))) return false;
  // A page elsewhere whose name was made to mean this machine still says that name.
  const named = headers.host?.replace(/:\d+$/u, "") ?? "";
  if (!loopbackNames.includes(named) || headers.origin !== undefined) return false;
  return forwarding.every((name) => headers[name] === undefined);
}
