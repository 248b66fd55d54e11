/** Zones that each format is kept for; where more are spoken of, those that were not for the longest time are made anew. */
const most = 16;

/**
 * A way to write moments, for any zone. To make one takes a hundred times as long as to use it, and 25 to 50 KB outside the
 * heap, which stay until garbage is next collected: so those of a zone are kept. Throws RangeError where there is no such zone.
 */
export function dateFormats(
  locale: "en-GB" | "en-CA" | "en-US",
  options: Omit<Intl.DateTimeFormatOptions, "timeZone">,
): (zone: string) => Intl.DateTimeFormat {
  const made = new Map<string, Intl.DateTimeFormat>();
  return (zone) => {
    const format =
      made.get(zone) ?? new Intl.DateTimeFormat(locale, { ...options, timeZone: zone });
    // The last in the map is the one used last.
    made.delete(zone);
    made.set(zone, format);
    const [oldest] = made.keys();
    if (made.size > most && oldest !== undefined) made.delete(oldest);
    return format;
  };
}
