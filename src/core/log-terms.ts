import { isIP } from "node:net";
import { UserError } from "./errors.ts";
import { excerpt } from "./excerpt.ts";
import type { LogField, LogTerm } from "./log-query.ts";

/** Fields that hold names and ids. */
export type NameField = Exclude<LogField, "type" | "text" | "ip">;

/** A filter as a line says it, and what it means. */
export interface LogWords {
  /** What stands behind the filter's key; of free text, the words of the line. */
  readonly written: string;
  readonly terms: readonly LogTerm[];
}

/** Names or ids with commas between, of which one is enough. A comma that a blank follows is a part of a name. */
export function namesOf(field: NameField, written: string): LogWords {
  const values = listOf(written);
  return { written: values.join(","), terms: [{ field, values }] };
}

/** @throws UserError for what is no address, and no network. */
export function addressesOf(written: string): LogWords {
  const values = listOf(written).map(addressOf);
  return { written: values.join(","), terms: [{ field: "ip", values }] };
}

/** @throws UserError for "fp, fu" without quotes: of what follows the blank, nobody would know that it belongs there. */
export function refuseOpenEnd(written: string): void {
  if (!/,\s*$/u.test(written)) return;
  throw new UserError(
    `"${excerpt(written, 40)}" ends with a comma; write the next one right behind it, without a blank.`,
  );
}

function listOf(written: string): readonly string[] {
  refuseOpenEnd(written);
  const values = written.split(/,(?!\s)/u).map(bare);
  const said = [...new Set(values)].filter((value) => value !== "");
  if (said.length === 0) throw new UserError(`"${excerpt(written, 40)}" names nothing.`);
  return said;
}

/** Several stars say no more than one, and take longer; quotes that keep no words together are no part of a name. */
function bare(value: string): string {
  const inner = value
    .replace(/^[\s,]+|[\s,]+$/gu, "")
    .replace(/^(?:'(.+)'|[‘‚](.+)[’‘]|«(.+)»)$/su, "$1$2$3");
  return inner === value ? value.replace(/\*{2,}/gu, "*") : bare(inner);
}

function addressOf(written: string): string {
  const [address = "", bits, ...more] = unbracketed(written.toLowerCase()).split("/");
  if (more.length === 0 && isIP(address) > 0) {
    const prefix = bits === undefined ? undefined : prefixOf(bits, isIP(address));
    if (bits === undefined) return canonical(address);
    if (prefix !== undefined) return `${canonical(address)}/${prefix}`;
  }
  return networkOf(written) ?? hashed(written) ?? refuse(written);
}

/** As addresses of the web have those of version 6. */
const unbracketed = (address: string): string => address.replace(/^\[([0-9a-f:.]+)\]/u, "$1");

function prefixOf(bits: string, version: number): number | undefined {
  const most = version === 4 ? 32 : 128;
  return /^\d{1,3}$/.test(bits) && Number(bits) <= most ? Number(bits) : undefined;
}

/** As Auth0 writes it: the shortest way to say an IPv6 address. */
function canonical(address: string): string {
  if (isIP(address) === 4 || address.includes("%") || address.includes(".")) return address;
  return new URL(`http://[${address}]/`).hostname.slice(1, -1);
}

/** `203.0.113.*` */
function networkOf(written: string): string | undefined {
  const [, known] = /^((?:\d{1,3}\.){1,3})(?:\*\.?)+$/.exec(written) ?? [];
  if (known === undefined) return undefined;
  const parts = known.split(".").filter(Boolean);
  const address = [...parts, "0", "0", "0"].slice(0, 4).join(".");
  return isIP(address) === 4 ? `${address}/${parts.length * 8}` : undefined;
}

/** A tenant may be set up to log addresses as hashes. */
const hashed = (written: string): string | undefined =>
  /^[0-9a-z+=_-]{8,}$/iu.test(written) ? written : undefined;

function refuse(written: string): never {
  throw new UserError(
    `"${excerpt(written, 40)}" is not an IP address; write one like 203.0.113.7, or a network like 203.0.113.0/24.`,
  );
}
