import { makeSvg } from "./dom.ts";

const paths = {
  bad: "M8 1 15 8 8 15 1 8ZM8 4.5v4M8 10.6v.8",
  warning: "M8 1.5 15 14.5H1ZM8 6v4M8 11.6v.8",
  good: "M8 1a7 7 0 1 0 0 14A7 7 0 1 0 8 1ZM4.8 8.2l2.2 2.3 4.2-4.8",
  lock: "M3.5 7.5h9v6.5h-9ZM5.5 7.5V5a2.5 2.5 0 0 1 5 0v2.5",
  thread: "M3 2v6a3 3 0 0 0 3 3h7M10 8l3 3-3 3",
  out: "M6 3H3v10h10v-3M9 2.5h4.5V7M13.5 2.5 7 9",
} as const;

export type Icon = keyof typeof paths;

/** A small drawing beside words that say the same. */
export function icon(document: Document, name: Icon): SVGElement {
  return makeSvg(
    document,
    "svg",
    { class: "icon", viewBox: "0 0 16 16", "aria-hidden": "true" },
    makeSvg(document, "path", { d: paths[name] }),
  );
}
