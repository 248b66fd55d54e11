import { Parser } from "htmlparser2";
import { withoutDoctype } from "./doctype.ts";
import { Outline, type Tidied } from "./outline.ts";
import { FeedProblem } from "./problem.ts";

const deepest = 1000;
const mostAttributes = 1000;

/**
 * Writes an XML feed anew, so that rss-parser reads it right: well-formed whatever its author did (bare
 * ampersands, control characters, junk before it), namespaces resolved, XHTML as one piece of text in
 * its own order, dates raw, and nothing in it that is not used. The text of each field is in
 * `<w:title>`, `<w:link>` and so on, with what must be known of it as attributes.
 *
 * Reading it loosely is safe, but half a document is not read at all: its last entry would be news.
 *
 * @throws FeedProblem
 */
export function tidy(document: string): Tidied {
  const { text, entities } = withoutDoctype(document);
  const outline = new Outline((name) => {
    if (!entities.has(name)) return;
    throw new FeedProblem(`uses an entity of its own (&${name};), and those are never expanded`);
  });
  let depth = 0;
  let attributes = 0;
  const parser = new Parser(
    {
      onattribute() {
        attributes += 1;
        if (attributes < mostAttributes) return;
        throw new FeedProblem("gives an element more attributes than any feed needs");
      },
      onopentag(tag, given) {
        depth += 1;
        attributes = 0;
        if (depth > deepest) throw new FeedProblem("nests its elements too deep");
        outline.open(tag, given);
      },
      ontext: (raw) => outline.text(raw),
      oncdatastart: () => outline.cdata(true),
      oncdataend: () => outline.cdata(false),
      onclosetag() {
        depth -= 1;
        outline.close();
      },
    },
    { xmlMode: true, decodeEntities: false, lowerCaseAttributeNames: true },
  );
  // Never ended: an end would close what the document itself left open.
  parser.write(text);
  if (text.trim() === "") throw new FeedProblem("is empty");
  return outline.finish();
}
