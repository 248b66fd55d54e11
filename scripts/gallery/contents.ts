import { escapeHtml } from "./painter.ts";
import type { Shot } from "./shoot.ts";

/** The page that leads to every picture. */
export function contentsOf(shots: readonly Shot[]): string {
  const groups = [...new Set(shots.map(({ group }) => group.name))];
  const parts = groups.map((name) => {
    const mine = shots.filter(({ group }) => group.name === name);
    return `<h2>${escapeHtml(name)}</h2>\n<ul>\n${mine.map(lineOf).join("\n")}\n</ul>`;
  });
  return `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><title>Watchpost's messages</title></head>
<body><h1>Watchpost's messages, as people see them</h1>
${parts.join("\n")}
</body></html>
`;
}

function lineOf({ file, painter, width, theme, problems }: Shot): string {
  const words = `${painter.title}, ${width} px, ${theme}`;
  const trouble = problems.map((problem) => `<br>${escapeHtml(problem)}`).join("");
  return `<li><a href="${escapeHtml(file)}">${escapeHtml(words)}</a>${trouble}</li>`;
}
