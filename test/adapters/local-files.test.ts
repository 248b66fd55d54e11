import { afterEach, expect, it } from "vitest";
import { createFiles } from "../../adapters/local/files.ts";
import type { Answer } from "../../src/core/chat-adapter.ts";
import { file, text } from "../../src/core/message.ts";
import { fakeClock } from "../fakes/clock.ts";
import { noon } from "../fakes/subjects.ts";
import { entriesOf, type Opened, send, startChat } from "./local-bench.ts";

const all: Opened[] = [];
afterEach(async () => {
  await Promise.all(all.splice(0).map((opened) => opened.close()));
});

const content = 'id,type\r\n"1","fp"\r\n<script>alert(1)</script>\r\n';

const exporting: Answer = async function* () {
  const blocks = [text("Two events."), file("prod logs.csv", "text/csv", content)];
  yield { message: { summary: "Two events.", blocks }, audience: "asker", pending: false };
};

async function open() {
  const opened = await startChat({}, exporting);
  all.push(opened);
  return opened;
}

/** Where the page lets the file be saved. */
async function linkOf({ chat }: Opened): Promise<string> {
  await send(chat, { conversation: "ops", person: "ada", line: "export" });
  const shown = () => entriesOf(chat);
  await expect.poll(async () => (await shown()).length).toBe(1);
  const blocks = (await shown())[0]?.message.blocks ?? [];
  const links = blocks.flatMap((block) => (block.kind === "actions" ? block.actions : []));
  expect(JSON.stringify(blocks)).not.toContain("script");
  return links.flatMap((action) => ("url" in action ? [action.url] : []))[0] ?? "";
}

it("lets a file be saved, which no page runs", async () => {
  const opened = await open();
  const response = await fetch(await linkOf(opened));
  expect(response.status).toBe(200);
  expect(response.headers.get("content-type")).toBe("text/csv; charset=utf-8");
  expect(response.headers.get("content-disposition")).toBe(
    "attachment; filename*=UTF-8''prod%20logs.csv",
  );
  expect(response.headers.get("x-content-type-options")).toBe("nosniff");
  expect(await response.text()).toBe(content);
});

it("forgets a file after an hour, and the oldest of too much", () => {
  const clock = fakeClock(noon);
  const files = createFiles({ ...clock, after: async () => {} });
  const offered = (size: number) => {
    const blocks = [file("a.csv", "text/csv", "x".repeat(size))];
    const message = files.offer({ summary: "A file.", blocks }, "http://127.0.0.1:1");
    return /files\/([\w-]+)\//.exec(JSON.stringify(message))?.[1] ?? "";
  };
  const [first, second, third] = [offered(10), offered(30_000_000), offered(20_000_000)];
  expect([first, second, third].map((id) => files.find(id) !== undefined)).toEqual([
    false,
    false,
    true,
  ]);
  clock.pass(3_600_001);
  expect(files.find(third)).toBeUndefined();
});

it("forgets every file that waits to be fetched once somebody is forgotten: they may be in it", async () => {
  const opened = await open();
  const link = await linkOf(opened);
  await opened.chat.forget?.(["mira.quillon@example.com"]);
  expect((await fetch(link)).status).toBe(404);
});

it("gives no file to who does not have its address", async () => {
  const opened = await open();
  const link = await linkOf(opened);
  const guessed = link.replace(/files\/[\w-]+/, "files/AAAAAAAAAAAAAAAAAAAAAA");
  const response = await fetch(guessed);
  expect(response.status).toBe(404);
  expect(await response.text()).toContain("Ask for it again");
});
