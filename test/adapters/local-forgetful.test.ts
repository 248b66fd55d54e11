import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import { openSqliteStore } from "../../adapters/sql/sqlite.ts";
import type { Store } from "../../src/core/store.ts";
import { manualClock } from "../fakes/manual-clock.ts";
import { entriesOf, type Opened, ops, says, send, startChat } from "./local-bench.ts";

const names = ["mira.quillon@example.com", "auth0|64107988d3534be8b2dc383d", "Mira Quillon"];

let folder = "";
let store: Store;
let opened: Opened;
beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), "watchpost-chat-"));
  const file = join(folder, "store.db");
  store = await openSqliteStore({ file, clock: manualClock(), tidyMs: 20 });
  opened = await startChat({ records: store.records("local") });
});
afterEach(async () => {
  await opened.close();
  await store.close();
  rmSync(folder, { recursive: true });
});

const bytes = () =>
  readdirSync(folder)
    .map((name) => readFileSync(join(folder, name), "latin1"))
    .join("");

const say = async (line: string) => {
  const count = (await entriesOf(opened.chat)).length;
  await send(opened.chat, { conversation: "ops", person: "ada", line });
  await expect.poll(async () => (await entriesOf(opened.chat)).length).toBe(count + 1);
};

it("holds nothing of who is forgotten in any file, not even of the line that forgot them", async () => {
  const { chat } = opened;
  for (const name of names) {
    await say(`secret ${name}`);
    await chat.post({ conversation: ops }, says(`${name} cannot log in`));
  }
  await say("login of Miranda Quill");
  expect(bytes()).toContain("quillon");

  await chat.forget?.(names);
  await say(`forget ${names[0]} confirm:yes`);
  await expect.poll(bytes).not.toMatch(/mira.quillon|64107988d3534be8b2dc383d/iu);
  const shown = await entriesOf(chat);
  expect(shown).toHaveLength(8);
  expect(shown.map(({ message }) => message.summary)).toEqual([
    ...names.flatMap(() => ["You said secret [forgotten]", "[forgotten] cannot log in"]),
    "You said login of Miranda Quill",
    "You said forget [forgotten] confirm:yes",
  ]);
  expect(shown.at(-1)?.asked?.line).toBe("forget [forgotten] confirm:yes");
  expect(bytes()).toContain("Miranda Quill");
});
