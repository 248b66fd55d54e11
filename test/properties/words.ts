import fc from "fast-check";

/** One of each kind of letter that is more than it looks: unseen, combining, turning, half, or folding to others. */
const odd: readonly string[] = [
  ..."\u0000\u0007\u001b\u007f\u0085\u009b\u00a0\u00ad\u034f\u061c\u115f\u180e\u200b\u200d\u200e\u2028\u2029\u202e\u2060",
  ..."\u2066\u2800\u3000\u3164\ufe0f\ufeff\uffa0\ufff9\ufffd\uffff\u{e0001}\u{e0061}\u{e0100}\u{f0000}\u{10ffff}",
  ..."\t\n\r\u000b\u0301\u0323\u20e3\u0e33\u093f\u05d0\u0627\u06dd\u{1f1e6}\u{1f3fd}\u{1f469}\u{1d400}İıßﬀK〇１＠＜",
  "\ud800",
  "\udbff",
  "\udc00",
  "\udfff",
  "👩‍👩‍👧",
];

/** Words that mean something to somebody on the way: to JavaScript, to a format, or to a platform. */
const loaded = [
  "",
  " ",
  "  \n",
  "\u200b",
  "\ud83d",
  "e\u0301\u0302\u0303".repeat(40),
  "\u202egnp.exe\u202c",
  "__proto__",
  "constructor",
  "hasOwnProperty",
  "toString",
  "undefined",
  "null",
  "-0",
  "1e999",
  "a.b[0]",
  "$" + "{x}{{x}}%s%25%",
  "&amp;lt;&#0;&#x1f;",
  "]]><!--<b>&",
  "<!channel> <@U1> <at>all</at> @here",
  "*_~`> # - | [a](b) ![c](d)",
  "\"'\\“”„",
  "--x=-y",
  "=1+1",
  "https://a.example/?b=c#d",
  "ada@example.com",
  "../..\\..",
];

const letter = fc.oneof(
  { weight: 5, arbitrary: fc.integer({ min: 0x20, max: 0x7e }).map(String.fromCharCode) },
  // With the halves of pairs, which fast-check's own letters leave out.
  { weight: 2, arbitrary: fc.nat(0x10_ffff).map((code) => String.fromCodePoint(code)) },
  { weight: 3, arbitrary: fc.constantFrom(...odd) },
);

/** Whatever somebody could write: in letters that are counted as the limits say. */
export function anyWords(
  limits: { minLength?: number; maxLength?: number } = {},
): fc.Arbitrary<string> {
  const { minLength = 0, maxLength = Number.POSITIVE_INFINITY } = limits;
  const fits = ({ length }: string) => length >= minLength && length <= maxLength;
  return fc.oneof(
    { weight: 3, arbitrary: fc.string({ ...limits, unit: letter }) },
    { weight: 2, arbitrary: fc.string({ ...limits, unit: "grapheme" }) },
    { weight: 1, arbitrary: fc.constantFrom(...loaded.filter(fits)) },
  );
}

/** As whatever is read from a file or an address has it: no half of a character. */
export const wholeWords: typeof anyWords = (limits) =>
  anyWords(limits).filter((words) => !/\p{Surrogate}/u.test(words));

const step = fc.string({
  unit: fc.constantFrom(..."aZ09-._~!$&'()*+,;=:@", "%20", "%C3%A9", "%2F", "%E2%80%8B"),
  maxLength: 12,
});

/** The path of an address. fast-check's own costs a second of making before the first. */
export const anyPath: fc.Arbitrary<string> = fc
  .array(step, { maxLength: 4 })
  .map((steps) => steps.map((one) => `/${one}`).join(""));

export const anyUrl: fc.Arbitrary<string> = fc
  .record({
    scheme: fc.constantFrom("http", "https"),
    host: fc.domain(),
    path: anyPath,
    rest: fc.oneof(
      fc.constant(""),
      step.map((one) => `?${one}`),
      step.map((one) => `#${one}`),
    ),
  })
  .map(({ scheme, host, path, rest }) => `${scheme}://${host}${path}${rest}`);
