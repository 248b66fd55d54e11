import { parseFeed } from "../../src/feeds/parse.ts";
import { FeedProblem } from "../../src/feeds/problem.ts";

const at = "https://feeds.example/dir/feed.xml";
export const read = (document: string | Uint8Array, type?: string) =>
  parseFeed(typeof document === "string" ? new TextEncoder().encode(document) : document, type, at);
export const rss = (item: string, channel = "") =>
  `<rss version="2.0"><channel><title>T</title>${channel}<item>${item}</item></channel></rss>`;
export const atom = (entry: string, attributes = "") =>
  `<feed xmlns="http://www.w3.org/2005/Atom" ${attributes}><title>T</title><entry>${entry}</entry></feed>`;
export const first = async (document: string | Uint8Array, type?: string) => {
  const [entry] = (await read(document, type)).entries;
  if (!entry) throw new Error("no entry");
  return entry;
};
export const textOf = ({ paragraphs }: Awaited<ReturnType<typeof first>>) =>
  paragraphs.map((runs) => runs.map(({ text }) => text).join(""));
export const problem = (document: string | Uint8Array) =>
  read(document).then(
    () => "read",
    (error: unknown) => (error instanceof FeedProblem ? error.message : `a bug: ${String(error)}`),
  );
