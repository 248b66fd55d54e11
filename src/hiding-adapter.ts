import type { Answer, ChatAdapter } from "./core/chat-adapter.ts";
import type { Hide } from "./core/hide.ts";

/** The platform, told nothing that is a secret: neither in answers nor in what is posted. */
export function hidingSecrets(adapter: ChatAdapter, { message: clean }: Hide): ChatAdapter {
  const words = (said: string) => clean({ summary: said, blocks: [] }).summary;
  const hiding = (answer: Answer): Answer =>
    async function* (invocation) {
      for await (const reply of answer(invocation)) {
        const said = reply.said === undefined ? {} : { said: words(reply.said) };
        yield { ...reply, ...said, message: clean(reply.message) };
      }
    };
  return {
    ...adapter,
    start: (bot) => adapter.start({ ...bot, answer: hiding(bot.answer) }),
    post: (to, message, key) => adapter.post(to, clean(message), key),
    edit: (at, message) => adapter.edit(at, clean(message)),
  };
}
