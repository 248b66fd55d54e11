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
  return { files: done.map(({ id, title }) => ({ id, title })) };
}
