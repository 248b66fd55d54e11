import { randomUUID } from "node:crypto";
import { setTimeout as after } from "node:timers/promises";
import { renderPlain } from "../../src/core/plain.ts";
import { type LocalEntry, watchLocal } from "./local-stream.ts";
import { localPeople } from "./people.ts";
import type { Voice, VoiceOptions } from "./voice.ts";

/** Whoever says something and hears nothing says it again. */
const tries = 6;
const againMs = 1000;
const patienceMs = 5000;

export interface LocalVoice extends Voice {
  /** What ada is answered; empty words where she is not, for a minute. */
  ask(line: string): Promise<string>;
  close(): void;
}

/** People in the local chat, who see by its stream of events what they are answered. */
export function createLocalVoice(
  url: string,
  options: VoiceOptions & { see(entry: LocalEntry): void },
): LocalVoice {
  const { ledger, dice } = options;
  const answers = new Map<string, string>();
  const closed = new AbortController();
  for (const person of localPeople) void watchLocal(url, { person, see, until: closed.signal });

  function see(entry: LocalEntry): void {
    options.see(entry);
    const { id, inAnswerTo, pending, message } = entry;
    if (!inAnswerTo) return;
    ledger.show(`local:${inAnswerTo}`, id, pending ? 'Working on "' : "answered");
    if (answers.has(inAnswerTo) && !pending) answers.set(inAnswerTo, renderPlain(message));
  }

  async function say(id: string, person: string, line: string): Promise<void> {
    ledger.say({ id, way: "a line in the local chat", words: line, spot: `local:${id}` });
    for (let nth = 0; nth < tries; nth += 1) {
      const began = performance.now();
      const said = { conversation: "ops", person, line, id, zone: "Europe/Berlin" };
      if ((await post(`${url}/api/local/lines`, said)) === 202) {
        return ledger.acknowledge(id, performance.now() - began);
      }
      ledger.refuse();
      await after(againMs);
    }
  }

  return {
    speak: (words) => say(randomUUID(), dice.pick(localPeople), words),
    async ask(line) {
      const id = randomUUID();
      answers.set(id, "");
      await say(id, "ada", line);
      for (let waits = 0; waits < 600 && answers.get(id) === ""; waits += 1) await after(100);
      return answers.get(id) ?? "";
    },
    close: () => closed.abort(),
  };
}

/** The status; 0 where no answer came. */
function post(url: string, body: object): Promise<number> {
  return fetch(url, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify(body),
    signal: AbortSignal.timeout(patienceMs),
  }).then(
    async (response) => {
      await response.arrayBuffer();
      return response.status;
    },
    () => 0,
  );
}
