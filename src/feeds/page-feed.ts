import { Parser } from "htmlparser2";
import { absoluteLink } from "./links.ts";

/** Characters of a page that are looked at: its head is at its beginning. */
const head = 200_000;
const longest = 300;
const types = /^application\/(rss|atom|feed|rdf)\+(xml|json)\b|^application\/json\b/i;

/** The address of the first feed that a web page names as its own; empty where it names none. */
export function feedOfPage(html: string, url: string): string {
  let found = "";
  let base = url;
  const parser = new Parser({
    onopentag(name, { rel = "", type = "", href = "" }) {
      if (name === "base") base = absoluteLink(href, url) || url;
      if (found !== "" || name !== "link") return;
      const meant = rel.toLowerCase().split(/\s+/).includes("alternate") && types.test(type.trim());
      if (meant) found = absoluteLink(href, base);
    },
  });
  parser.end(html.slice(0, head));
  return found.length <= longest ? found : "";
}
