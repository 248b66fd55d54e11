import fc from "fast-check";

const hex = (letter: string, width: number) =>
  (letter.codePointAt(0) ?? 0).toString(16).padStart(width, "0");

/** In which ways one letter can be written. */
const ways: readonly ((letter: string) => string)[] = [
  (letter) => letter,
  (letter) => letter.toUpperCase(),
  (letter) => `%${hex(letter, 2)}`,
  (letter) => `%${hex(letter, 2).toUpperCase()}`,
  (letter) => `%u${hex(letter, 4)}`,
  (letter) => `&#${letter.codePointAt(0)};`,
  (letter) => `&#000${letter.codePointAt(0)};`,
  (letter) => `&#x${hex(letter, 2)};`,
  (letter) => `&#X${hex(letter, 4).toUpperCase()};`,
  (letter) => `\\u${hex(letter, 4)}`,
  (letter) => `\\u{${hex(letter, 1)}}`,
  (letter) => `\\x${hex(letter, 2)}`,
  (letter) =>
    /[!-~]/u.test(letter) ? String.fromCodePoint(0xfee0 + letter.charCodeAt(0)) : letter,
  (letter) => ({ "@": "&commat;", "|": "&verbar;", ".": "&period;" })[letter] ?? letter,
];

type Spell = (value: string) => string;

/** Writes each letter in a way of its own, or only its signs, up to three times over. */
export const spelled = (): fc.Arbitrary<Spell> =>
  fc
    .record({
      picks: fc.array(fc.nat(ways.length - 1), { minLength: 7, maxLength: 23 }),
      signs: fc.boolean(),
      again: fc.array(fc.constantFrom<Spell>(encodeURIComponent, forHtml, inJson), {
        maxLength: 2,
      }),
    })
    .map(({ picks, signs, again }) => (value) => {
      const written = Array.from(value, (letter, index) => {
        const way = ways[picks[index % picks.length] ?? 0] ?? ((same: string) => same);
        return signs && /[\w]/u.test(letter) ? letter : way(letter);
      }).join("");
      return again.reduce((text, spell) => spell(text), written);
    });

const forHtml: Spell = (text) => text.replaceAll("&", "&amp;");
const inJson: Spell = (text) => JSON.stringify(text).slice(1, -1);

type Raw = Readonly<Record<string, unknown>>;

/** An event's field in which somebody stands. */
export const mentioning = (): fc.Arbitrary<(value: string) => Raw> =>
  fc.tuple(fc.constantFrom(...around), fc.constantFrom(...places)).map(
    ([put, place]) =>
      (value) =>
        place(put(value)),
  );

const around: readonly Spell[] = [
  (value) => value,
  (value) => `Login of ${value} failed.`,
  (value) => `(${value})`,
  (value) => `user="${value}", tried twice`,
  (value) => `https://login.example/u?who=${value}&x=1`,
  (value) => `https://login.example/u/${encodeURIComponent(value)}/edit`,
  (value) => `blocked\n${value}\tonce`,
];

const places: readonly ((text: string) => Raw)[] = [
  (description) => ({ description }),
  (user_agent) => ({ user_agent }),
  (message) => ({ details: { error: { message } } }),
  (text) => ({ details: { request: { body: [1, { anything: [text] }] } } }),
  (text) => ({ details: { body: JSON.stringify({ deep: JSON.stringify([text]) }) } }),
  (text) => ({ details: { [text]: true } }),
];
