import { isIP } from "node:net";

/**
 * An IPv4 network as a pattern of addresses; `exact` where the pattern fits no others. Undefined where there is none, for a
 * plain address too: IPv6 addresses are written in too many ways.
 */
export function networkOf(value: string): { pattern: string; exact: boolean } | undefined {
  const [address = "", bits = "", ...more] = value.split("/");
  if (isIP(address) !== 4 || more.length > 0 || !/^\d{1,2}$/.test(bits)) return undefined;
  const size = Number(bits);
  const whole = Math.floor(size / 8);
  if (size > 32 || whole === 0) return undefined;
  const parts = address.split(".").slice(0, whole);
  const pattern = whole === 4 ? address : `${parts.join(".")}.*`;
  return { pattern, exact: size % 8 === 0 };
}
