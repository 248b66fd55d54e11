const time = String.raw`([01]\d:[0-5]\d|2[0-3]:[0-5]\d)`;
const hours = new RegExp(`^${time}-${time}$`);

/** From when and until when, for two fields; undefined for hours that those cannot show, such as another zone's. */
export function hoursOf(value = ""): readonly [from: string, to: string] | undefined {
  if (value === "") return ["", ""];
  const [, from, to] = hours.exec(value) ?? [];
  return from && to ? [from, to] : undefined;
}

/** What two fields say together: hours, nothing, or half of it, which is told beside the field that is empty. */
export function joinHours(
  from: string,
  to: string,
): {
  readonly answer?: string;
  readonly lacking?: { readonly part: "from" | "to"; readonly words: string };
} {
  if (from && to) return { answer: `${from}-${to}` };
  if (from) return { lacking: { part: "to", words: "Say until when, or leave both empty." } };
  if (to) return { lacking: { part: "from", words: "Say from when, or leave both empty." } };
  return {};
}
