import { escapeHtml, type Group, type Painter, type Specimen, type Theme } from "./painter.ts";

/** All messages of a group on one page, each in a frame under its name. */
export function sheetOf(painter: Painter, group: Group, theme: Theme): string {
  const frames = group.specimens.map((specimen) => frameOf(painter, specimen, theme));
  return `<!doctype html>
<html lang="en" data-theme="${theme}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>${escapeHtml(`${painter.title}: ${group.name}, ${theme}`)}</title>
<style>${base}</style>
${painter.head(theme)}
</head>
<body>
${frames.join("\n")}
</body>
</html>`;
}

function frameOf(painter: Painter, specimen: Specimen, theme: Theme): string {
  const name = escapeHtml(specimen.name);
  return `<section class="specimen">
<p class="specimen-name">${name}</p>
<div class="frame" data-name="${name}">${painter.draw(specimen, theme)}</div>
</section>`;
}

const base = `
  body { margin: 0; }
  .specimen { padding: 10px 12px 14px; }
  .specimen-name { margin: 0 -12px 8px; padding: 3px 12px; background: #7a1f5c; color: #fff;
    font: 600 12px/1.4 "Liberation Mono", monospace; }
`;
