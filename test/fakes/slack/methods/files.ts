import type { FakeFile } from "../files.ts";
import { Refusal } from "../refusal.ts";
import type { Answer, Methods, Surroundings } from "./method.ts";

export const files: Methods = {
  "files.getUploadURLExternal": { scope: "files:write", run: begin },
  "files.completeUploadExternal": { scope: "files:write", run: complete },
};

function begin(form: URLSearchParams, { world, url }: Surroundings): Answer {
  const name = form.get("filename");
  const length = Number(form.get("length"));
  if (!name || !Number.isInteger(length) || length <= 0) throw new Refusal("invalid_arguments");
  const { id } = world.files.begin(name, length);
  return { upload_url: `${world.files.state.uploadTo ?? url}/upload/${id}`, file_id: id };
}

function complete(form: URLSearchParams, { world }: Surroundings): Answer {
  const given: { id: string; title?: string }[] = JSON.parse(form.get("files") ?? "[]");
  if (given.length === 0) throw new Refusal("invalid_arguments");
  const done = given.map(({ id, title = "" }) => world.files.complete(id, title));
  share(done, form, world);
  return { files: done.map(({ id, title }) => ({ id, title })) };
}

/** Into a conversation, by its own id: a person's does not do here. */
function share(
  done: readonly FakeFile[],
  form: URLSearchParams,
  world: Surroundings["world"],
): void {
  const named = form.get("channel_id");
  if (named === null) return;
  if (/^U/.test(named)) throw new Refusal("channel_not_found");
  const channel = world.resolve(named);
  for (const file of done) {
    Object.assign(file, { shared: true, sharedIn: channel });
    const thread = world.threadOf(channel, form.get("thread_ts") ?? undefined);
    const by = "files.completeUploadExternal";
    world.commit({ text: `File ${file.name}` }, { channel, by, ...(thread ? { thread } : {}) });
  }
}
