import { renderSlack } from "../../adapters/slack/render.ts";
import { pngOf } from "../../src/charts/png.ts";
import type { Chart, Message } from "../../src/core/message.ts";

/** A message's blocks with the real pictures of its charts, as after an upload. */
export function blocksWithPictures(message: Message): readonly unknown[] {
  const files = new Map<Chart, string>();
  const addresses = new Map<string, string>();
  for (const block of message.blocks) {
    const address = block.kind === "chart" ? addressOf(block) : undefined;
    if (block.kind !== "chart" || !address) continue;
    const id = `F0CHART${files.size}`;
    files.set(block, id);
    addresses.set(id, address);
  }
  return renderSlack(message, files).blocks.map((block) => {
    const file = block.type === "image" && "slack_file" in block ? block.slack_file : undefined;
    if (!file || !("id" in file)) return block;
    // The stand-in knows files by their address only.
    return { ...block, slack_file: { url: addresses.get(file.id) } };
  });
}

/** Undefined where it cannot be drawn: it stays in characters then. */
function addressOf(chart: Chart): string | undefined {
  try {
    return `data:image/png;base64,${Buffer.from(pngOf(chart)).toString("base64")}`;
  } catch {
    return undefined;
  }
}
