import { expect, it } from "vitest";
import { createMessages } from "../../adapters/local/messages.ts";
import { manualClock } from "../fakes/manual-clock.ts";
import { fakeRecords } from "../fakes/records.ts";

const said = (conversation: string, words: string) => ({
  conversation,
  message: { summary: words, blocks: [] },
});

it("What is said in the local chat takes bounded room, whoever says it where: the oldest is forgotten, everywhere", async () => {
  const records = fakeRecords();
  const messages = createMessages(records, manualClock());
  const long = "x".repeat(999_000);
  for (let nth = 0; nth < 10; nth += 1) await messages.add(said(`room-${nth}`, `${nth} ${long}`));
  const numbers = () => messages.all().map(({ message }) => Number.parseInt(message.summary, 10));
  expect(numbers()).toEqual([2, 3, 4, 5, 6, 7, 8, 9]);
  const last = await messages.add(said("room-9", long.repeat(9)));
  expect(messages.all()).toEqual([last]);
  expect(await records.list("message/")).toHaveLength(1);
});

it("What answers a line is found by it as it stands, until it is forgotten", async () => {
  const messages = createMessages(fakeRecords(), manualClock());
  const answer = { ...said("ops", "at it"), inAnswerTo: "line-1" };
  const first = await messages.add(answer);
  await messages.change(first, { message: said("ops", "done").message, pending: false });
  expect(messages.answerTo("line-1")?.message.summary).toBe("done");
  expect(messages.answerTo("line-2")).toBeUndefined();
  for (let nth = 0; nth < 2000; nth += 1) await messages.add(said("ops", `${nth}`));
  expect(messages.answerTo("line-1")).toBeUndefined();
  const again = await messages.add(answer);
  expect(messages.answerTo("line-1")?.id).toBe(again.id);
});
