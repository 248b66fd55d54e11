import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { afterEach, expect, it } from "vitest";
import type { ChatAdapter, Invocation } from "../../src/core/chat-adapter.ts";
import { file, text } from "../../src/core/message.ts";
import { neverChanges } from "../fakes/changes.ts";
import { ada, grace } from "../fakes/teams/world.ts";
import { type House, openHouse, shownBy } from "./teams-bench.ts";

const content = "id,type\r\n1,fp\r\n";
const consentType = "application/vnd.microsoft.teams.card.file.consent";
const storedType = "application/vnd.microsoft.teams.card.file.info";

/** Hands a file over to whoever asks. */
const bot = {
  async *answer(_said: Invocation) {
    const blocks = [text("One event."), file("logs-prod.csv", "text/csv", content)];
    const message = { summary: "One event.", blocks };
    yield { message, audience: "asker" as const, pending: false };
  },
  onChange: neverChanges,
  happened: async () => {},
};

const closing: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close();
});

async function open(): Promise<{ house: House; adapter: ChatAdapter }> {
  const house = await openHouse({ appId: "" });
  const adapter = await house.open({ allowUnauthenticatedLoopback: true });
  closing.push(
    () => house.close(),
    () => adapter.stop(),
  );
  await adapter.start(bot);
  return { house, adapter };
}

/** A place for files, which keeps what it is sent. */
async function openStore(status = 201) {
  const taken: { body: string; range: unknown }[] = [];
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const body = Buffer.concat(chunks).toString();
    taken.push({ body, range: request.headers["content-range"] });
    response.writeHead(status).end();
  });
  await new Promise<void>((listening) => server.listen(0, "127.0.0.1", listening));
  closing.push(() => new Promise((closed) => server.close(() => closed())));
  return { taken, url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/up` };
}

const attachmentsIn = ({ fake }: House, kind: string) =>
  fake.world.messages.flatMap(({ activity, conversation }) =>
    (activity.attachments ?? [])
      .filter(({ contentType }) => contentType === kind)
      .map(({ content: held }) => ({ conversation, held: held as Record<string, unknown> })),
  );

/** Asks for the file, and gives the id that stands for it on the card. */
async function asked(house: House): Promise<string> {
  await house.fake.say("export", { in: "a:ada" });
  await expect.poll(() => attachmentsIn(house, consentType).length).toBe(1);
  const [card] = attachmentsIn(house, consentType);
  expect(card?.conversation).toBe("a:ada");
  expect(card?.held.sizeInBytes).toBe(content.length);
  const { file: held } = (card?.held.acceptContext ?? {}) as { file?: string };
  return held ?? "";
}

function consent(house: House, held: string, given: { uploadUrl?: string; by?: typeof ada } = {}) {
  const { uploadUrl, by = ada } = given;
  const place = { contentUrl: "https://acme.sharepoint.com/f", name: "logs-prod.csv" };
  const uploadInfo = uploadUrl && { ...place, uploadUrl, uniqueId: "u1", fileType: "csv" };
  return house.fake.deliver({
    ...house.fake.base("a:ada", by),
    type: "invoke",
    name: "fileConsent/invoke",
    value: {
      type: "fileUpload",
      action: uploadUrl ? "accept" : "decline",
      context: { file: held },
      ...(uploadInfo ? { uploadInfo } : {}),
    },
  });
}

const texts = ({ fake }: House) =>
  shownBy(fake)
    .map((shown) => shown.text)
    .join("\n");

it("puts a file into the OneDrive of whoever asked for it and agreed, and shows it there", async () => {
  const { house } = await open();
  const store = await openStore();
  const { status } = await consent(house, await asked(house), { uploadUrl: store.url });
  expect(status).toBe(200);
  await expect.poll(() => attachmentsIn(house, storedType).length).toBe(1);
  expect(store.taken).toEqual([{ body: content, range: "bytes 0-14/15" }]);
  expect(attachmentsIn(house, storedType)[0]?.held).toEqual({ uniqueId: "u1", fileType: "csv" });
});

it("gives a file to nobody but whoever asked, and only once", async () => {
  const { house } = await open();
  const store = await openStore();
  const held = await asked(house);
  await consent(house, held, { uploadUrl: store.url, by: grace });
  await consent(house, held, { uploadUrl: store.url });
  await expect.poll(() => store.taken.length).toBe(1);
  await consent(house, held, { uploadUrl: store.url });
  await expect.poll(() => texts(house)).toContain("This file is not there any more.");
  expect(store.taken).toHaveLength(1);
});

it("is not held any more once somebody is forgotten: they may be in it", async () => {
  const { house, adapter } = await open();
  const store = await openStore();
  const held = await asked(house);
  await adapter.forget?.(["mira.quillon@example.com"]);
  await consent(house, held, { uploadUrl: store.url });
  await expect.poll(() => texts(house)).toContain("This file is not there any more.");
  expect(store.taken).toHaveLength(0);
});

it("stores nothing where the person would rather not", async () => {
  const { house } = await open();
  const store = await openStore();
  const held = await asked(house);
  await consent(house, held);
  await consent(house, held, { uploadUrl: store.url });
  await expect.poll(() => texts(house)).toContain("This file is not there any more.");
  expect(store.taken).toEqual([]);
});

it("says so where the store does not take it", async () => {
  const { house } = await open();
  const store = await openStore(507);
  await consent(house, await asked(house), { uploadUrl: store.url });
  const words = "could not be stored: OneDrive answered with the status 507.";
  await expect.poll(() => texts(house)).toContain(words);
});

it("tells whoever asks in a channel, and has no chat with the bot, what to do", async () => {
  const { house } = await open();
  const chat = house.fake.world.conversations.get("a:ada");
  if (chat) chat.installed = false;
  await house.fake.install("add");
  await house.fake.say("export");
  await expect.poll(() => texts(house)).toContain("Add the app for yourself, and ask there.");
});

it("sends a file to no place but the stores of Teams", async () => {
  const { house } = await open();
  await consent(house, await asked(house), { uploadUrl: "https://evil.example/up" });
  await expect.poll(() => texts(house)).toContain("a place that is not SharePoint's");
});
