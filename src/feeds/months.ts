/** How the months' names begin in the languages that feeds are written in, without accents. */
const stems: readonly string[] = [
  "jan ene gen ιαν янв",
  "feb fev φεβ фев",
  "mar maer mrt μαρ мар",
  "apr abr avr απρ апр",
  "may mai maj mei mag μαι μαϊ май мая",
  "jun juin giu ιουν июн",
  "jul juil lug ιουλ июл",
  "aug ago aou αυγ авг",
  "sep set σεπ сен",
  "oct okt out ott οκτ окт",
  "nov noi νοε ноя",
  "dec dez dic des δεκ дек",
];
const byStem = stems.flatMap((words, index) =>
  words.split(" ").map((stem) => [plain(stem), index + 1] as const),
);

/** From 1; 0 for a word that is no month's name. */
export function monthOf(word: string): number {
  const letters = plain(word);
  if (!/^\p{L}{3,10}$/u.test(letters)) return 0;
  return byStem.find(([stem]) => letters.startsWith(stem))?.[1] ?? 0;
}

function plain(word: string): string {
  return word.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();
}
