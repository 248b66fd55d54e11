// Runs in a sheet. Draws the entry that stands as JSON in each frame, by the page's own code.
import { drawEntry } from "/draw-entry.js";

for (const holder of document.querySelectorAll(".frame > .entry")) {
  const entry = JSON.parse(holder.querySelector("script").textContent);
  holder.replaceWith(drawEntry(document, entry, () => {}));
}
