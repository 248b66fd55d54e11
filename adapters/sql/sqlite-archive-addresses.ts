import { isIP } from "node:net";

/** The networks that an address is indexed by: those of these sizes that it lies in. */
const sizes = { 4: [8, 16, 24], 6: [32, 48, 64] } as const;

/** The terms of the networks that an address lies in, as the matcher sees it. */
export function networkTerms(address: string): readonly string[] {
  const version = isIP(address);
  if (version === 4) {
    const [a = "", b = "", c = ""] = address.split(".");
    return [`4:${a}`, `4:${a}.${b}`, `4:${a}.${b}.${c}`];
  }
  if (version !== 6) return [];
  const parts = partsOf(address);
  // Of one with a zone nothing is said: it is looked at in any case.
  if (!parts) return [unclear];
  const mapped = mappedIn(parts);
  return [
    ...sizes[6].map((bits) => network6(parts, bits)),
    ...(mapped === undefined ? [] : networkTerms(mapped)),
  ];
}

/** In which ways an address in this network may have been indexed; undefined where nothing can be said. */
export function waysIntoNetwork(network: string): readonly string[] | undefined {
  const [address = "", bits = ""] = network.trim().split("/");
  const version = /^\d{1,3}$/.test(bits) ? isIP(address) : 0;
  if (version === 0) return undefined;
  const size = sizes[version === 4 ? 4 : 6].findLast((each) => each <= Number(bits));
  if (size === undefined) return undefined;
  if (version === 4) return [network4(address, size), unclear];
  const parts = partsOf(address);
  // Near zero lie the addresses of version 4.
  return !parts || parts[0] === 0 ? undefined : [network6(parts, size), unclear];
}

const unclear = "6?";

const network4 = (address: string, bits: number): string =>
  `4:${address
    .split(".")
    .slice(0, bits / 8)
    .join(".")}`;

const network6 = (parts: readonly number[], bits: number): string =>
  `6:${parts
    .slice(0, bits / 16)
    .map((part) => part.toString(16))
    .join(":")}`;

/** The eight numbers of an address of version 6. */
function partsOf(address: string): readonly number[] | undefined {
  if (address.includes("%")) return undefined;
  const hex = address.replace(/(\d+)\.(\d+)\.(\d+)\.(\d+)$/, (_, ...four: string[]) => {
    const [a = 0, b = 0, c = 0, d = 0] = four.slice(0, 4).map(Number);
    return `${(a * 256 + b).toString(16)}:${(c * 256 + d).toString(16)}`;
  });
  const [head = "", tail] = hex.split("::");
  const numbers = (words: string) =>
    (words === "" ? [] : words.split(":")).map((part) => Number.parseInt(part, 16));
  const [front, back] = [numbers(head), numbers(tail ?? "")];
  const zeros = Array.from({ length: 8 - front.length - back.length }, () => 0);
  return [...front, ...zeros, ...back];
}

/** The address of version 4 that `::ffff:203.0.113.9` stands for. */
function mappedIn(parts: readonly number[]): string | undefined {
  const [high = 0, low = 0] = parts.slice(6);
  const isMapped = parts[5] === 0xffff && parts.slice(0, 5).every((part) => part === 0);
  return isMapped ? [high >> 8, high & 255, low >> 8, low & 255].join(".") : undefined;
}
