/** A word of its own for each number, of letters alone: the bot repeats no other that it does not know. */
export const lettered = (begin: string, nth: number): string =>
  `${begin}${String(nth).replace(/\d/g, (digit) => "abcdefghij".charAt(Number(digit)))}x`;
