import fc from "fast-check";

/** An IPv4 address as its four numbers. */
export type Four = readonly [number, number, number, number];

const enclosed = ["⓪", "①", "②", "③", "④", "⑤", "⑥", "⑦", "⑧", "⑨"];
const wide = [..."０１２３４５６７８９"];
const digits = (words: string, set: readonly string[]) =>
  words.replace(/\d/gu, (one) => set[Number(one)] ?? one);

const bases: readonly ((value: number) => string)[] = [
  (value) => String(value),
  (value) => `0x${value.toString(16)}`,
  (value) => `0X${value.toString(16).toUpperCase()}`,
  (value) => `0x000${value.toString(16)}`,
  (value) => `0${value.toString(8)}`,
  (value) => `0000${value.toString(8)}`,
];

/** One to four numbers, of which the last holds whatever is left. */
function inParts([a, b, c, d]: Four, parts: number): readonly number[] {
  const tail = [a, b, c, d].slice(parts - 1).reduce((sum, one) => sum * 256 + one, 0);
  return [...[a, b, c, d].slice(0, parts - 1), tail];
}

const dress: readonly ((words: string) => string)[] = [
  (words) => words,
  (words) => words,
  (words) => `${words}.`,
  (words) => digits(words, wide),
  (words) => words.replaceAll(".", "。"),
  (words) => words.replaceAll(".", "．"),
  (words) => words.replaceAll(".", "｡"),
  (words) => words.replaceAll(".", "%2e"),
  (words) => words.replace(/[0-9a-f]/giu, (one) => `%${one.charCodeAt(0).toString(16)}`),
  (words) => [...words].join("\u00ad"),
  (words) => [...words].join("\u200b"),
  (words) => [...words].join("\t"),
];

/** Any spelling of an IPv4 address that a browser's reading of addresses takes for it. */
export const spelledFour = (address: fc.Arbitrary<Four>): fc.Arbitrary<string> =>
  fc
    .record({
      address,
      parts: fc.integer({ min: 1, max: 4 }),
      bases: fc.tuple(...[0, 1, 2, 3].map(() => fc.constantFrom(...bases))),
      dressed: fc.constantFrom(...dress),
    })
    .map(({ address: four, parts, bases: as, dressed }) =>
      dressed(
        inParts(four, parts)
          .map((value, at) => as[at]?.(value) ?? "")
          .join("."),
      ),
    );

/** Four decimal numbers in digits with a ring around them. */
export const ringed = (four: Four): string => digits(four.join("."), enclosed);

const pair = (high: number, low: number) => (high * 256 + low).toString(16);

/** An IPv4 address inside an IPv6 address, in the ways that reach it on some networks. */
export function insideSix([a, b, c, d]: Four): readonly string[] {
  const [high, low, dotted] = [pair(a, b), pair(c, d), [a, b, c, d].join(".")];
  return [
    `::ffff:${dotted}`,
    `::ffff:${high}:${low}`,
    `0:0:0:0:0:FFFF:${high}:${low}`,
    `::${dotted}`,
    `::ffff:0:${dotted}`,
    `64:ff9b::${dotted}`,
    `64:ff9b:1::${high}:${low}`,
    `2002:${high}:${low}::`,
    `2002:${high}:${low}:1::1`,
    `2001:0:${high}:${low}::1`,
    `fe80::5efe:${dotted}`,
  ];
}

/** Any address of a network like `10.0.0.0/8`. */
export function within(network: string): fc.Arbitrary<Four> {
  const [base = "", bits = "32"] = network.split("/");
  const first = base.split(".").reduce((sum, one) => sum * 256 + Number(one), 0);
  return fc.integer({ min: first, max: first + 2 ** (32 - Number(bits)) - 1 }).map(fourOf);
}

const fourOf = (value: number): Four => [
  Math.floor(value / 2 ** 24) % 256,
  Math.floor(value / 2 ** 16) % 256,
  Math.floor(value / 2 ** 8) % 256,
  value % 256,
];
