/** Only characters that an address may hold: nothing that ends a link early wherever it is shown. */
const plain = /^https?:\/\/[^\s<>"\\^`{|}]+$/i;

/**
 * The address made absolute; empty unless it is http(s). One that is absolute and clean stays as it was
 * written, for `https://example.com` and `https://example.com/` are not the same words.
 */
export function absoluteLink(written: string, base: string | undefined): string {
  const link = written.trim().replace(/[\t\n\r]/g, "");
  const url = link === "" ? undefined : httpUrl(link, base);
  if (!url) return "";
  return plain.test(link) ? link : url.href;
}

/** The address if it can be read and is http(s). */
export function httpUrl(written: string, base?: string): URL | undefined {
  const against = base && URL.canParse(base) ? base : undefined;
  if (!URL.canParse(written, against)) return undefined;
  const url = new URL(written, against);
  return /^https?:$/.test(url.protocol) && url.hostname !== "" ? url : undefined;
}

/** The base that `xml:base` gives, or the outer one where it makes no sense. */
export function resolveBase(written: string, outer: string): string {
  return httpUrl(written.trim(), outer)?.href ?? outer;
}
