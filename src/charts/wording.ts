import type { Chart, Point } from "../core/message.ts";
import { visible } from "../core/visible.ts";

/** More of a label than this is of no use in a picture. */
const longestLabel = 40;
/** Scripts that the font has letters for. */
const drawable =
  /^[\p{Script=Latin}\p{Script=Greek}\p{Script=Cyrillic}\p{Script=Armenian}\p{Script=Georgian}\p{Script=Common}\p{Script=Inherited}]*$/u;
// biome-ignore lint/suspicious/noControlCharactersInRegex: these are what is to be taken out
const unprintable = /[\u0000-\u001F\u007F-\u009F\u{FFFE}\u{FFFF}]+|\p{Surrogate}|\p{Co}|\p{Cn}/gu;
const pictures = /\p{Extended_Pictographic}|\p{Regional_Indicator}|\u{FE0F}|\u{200D}/gu;

/** A chart's words as the font can draw them. @throws where it has no letters for them: blanks would tell nothing. */
export function worded(chart: Chart): Chart {
  const unit = wordsOf(chart.unit);
  const points = chart.points.map((point): Point => ({ ...point, label: wordsOf(point.label) }));
  const lacking = [unit, ...points.map(({ label }) => label)].find(
    (words) => !drawable.test(words),
  );
  if (lacking !== undefined) throw new Error("the font has no letters for a chart's words");
  return { ...chart, unit, points };
}

/** Names that every object has: the chart library keeps what it has measured under the words themselves. */
const inherited = new RegExp(Object.getOwnPropertyNames(Object.prototype).join("|"), "g");
const joiner = "\u2060";

function wordsOf(words: string): string {
  const shown = words.replace(pictures, "").replace(unprintable, " ");
  const line = visible(shown).replace(/\s+/gu, " ").trim();
  const signs = [...line.slice(0, 4 * longestLabel)];
  const short =
    signs.length <= longestLabel ? signs.join("") : `${signs.slice(0, longestLabel - 1).join("")}…`;
  return short.replace(inherited, (name) => `${name[0]}${joiner}${name.slice(1)}`);
}

const whole = new Intl.NumberFormat("en", { maximumFractionDigits: 0 });
const exact = new Intl.NumberFormat("en", { maximumSignificantDigits: 3 });
const compact = new Intl.NumberFormat("en", { notation: "compact", maximumSignificantDigits: 3 });

/** "4.2", "412", "9,000", "1.2M", "3.0e-7" */
export function sayNumber(value: number): string {
  const size = Math.abs(value);
  if (size !== 0 && size < 1e-4) return value.toExponential(1);
  if (size >= 100_000) return compact.format(value);
  return (size >= 100 ? whole : exact).format(value);
}
