import { sayAge } from "../core/duration.ts";
import { excerpt, oneLine } from "../core/excerpt.ts";
import { isHash } from "../core/log-name-forms.ts";
import { type Viewer, viewOf } from "../core/log-words.ts";
import { scrub, withoutSecrets } from "../core/mask.ts";
import type { Actor } from "../core/user-story/about.ts";
import type { Account } from "../core/user-story/accounts.ts";
import type { Teller } from "../core/user-story/verdict.ts";

/** How an account is called: what people type, before what Auth0 numbers it by. */
export function nameOf({ id, names }: Account, { masked, mask }: Viewer): string {
  if (masked) return mask.user(id || names[0] || "");
  return line(names.find((name) => name.includes("@")) ?? names[0] ?? id, 80);
}

/** For this viewer: masked, it lets through numbers for people and addresses, and names of things without what looks like a person. */
export function tellerFor(account: Account, viewer: Viewer, now: Date): Teller {
  const { masked, mask } = viewer;
  const thing = (name: string) => line(masked ? scrub(name) : name, 80);
  return {
    who: nameOf(account, viewer),
    now,
    ago: (at) => sayAge(at, now),
    address: (ip) => (masked || isHash(ip) ? mask.address(ip) : line(ip, 60)),
    place: (name) => (masked ? "" : ` (${line(name, 60)})`),
    device: (name) => (masked ? knownDevice(name) : line(bareDevice(name), 80)),
    application: thing,
    connection: thing,
    organization: (event) => viewOf(event, viewer).organization,
    actor: ({ person, client }: Actor) => {
      if (person !== undefined)
        return masked || isHash(person) ? "an administrator" : line(person, 60);
      return client === undefined
        ? "somebody the log does not name"
        : `the application ${thing(client)}`;
    },
    said: ({ event }) => {
      const { description } = viewOf(event, viewer);
      return description && excerpt(description, 120);
    },
  };
}

/** "Chrome on Windows" of "Chrome 142.0.0 / Windows 10.0.0". */
const bareDevice = (name: string): string =>
  name.replaceAll(/\s\d[\d.]*/gu, "").replace(/\s*\/\s*/u, " on ");

const browsers =
  "Chrome, Chrome Mobile, Chrome Mobile iOS, Mobile Safari, Safari, Firefox, Firefox Mobile, Edge, Opera, Samsung Internet, Other";
const systems = "Windows, Mac OS X, iOS, Android, Ubuntu, Linux, Chrome OS, Fedora, Other";
const known = new Set(
  browsers.split(", ").flatMap((browser) => systems.split(", ").map((on) => `${browser} on ${on}`)),
);

/** A program may call itself anything, a person's name too: what everybody sees is one of those that many have. */
function knownDevice(name: string): string {
  const bare = bareDevice(name);
  return known.has(bare) ? bare : "another device";
}

const line = (words: string, most: number): string => excerpt(oneLine(withoutSecrets(words)), most);
