/**
 * Somebody or somewhere on a chat platform: `<platform>:<user|group|channel>:<id>`, like `slack:channel:C0123`.
 * The id is the platform's own, never a name: names change.
 */
export type Address = `${string}:${AddressKind}:${string}`;
export type AddressKind = "user" | "group" | "channel";

/** Where people talk: a channel or group chat (`…:channel:…`), or a person's direct messages (`…:user:…`). */
export type ConversationId = Address;
export type PersonId = Address;

export function addressOf(platform: string, kind: AddressKind, id: string): Address {
  return `${platform}:${kind}:${id}`;
}

const form = /^([a-z]+):(user|group|channel):(.+)$/s;

export function isAddress(written: string): written is Address {
  return form.test(written);
}

/** @throws TypeError for anything that is not an address. */
export function partsOf(address: string): { platform: string; kind: AddressKind; id: string } {
  const [, platform, kind, id] = form.exec(address) ?? [];
  if (!(platform && kind && id)) throw new TypeError(`"${address}" is not an address`);
  return { platform, kind: kind as AddressKind, id };
}
