import type { webApi } from "@slack/bolt";
import { isSlack } from "./hosts.ts";

/** How bytes get to Slack. */
export interface Uploading {
  readonly client: Pick<webApi.WebClient, "files">;
  /** The client's own: one request, and through the same proxy. */
  readonly fetch: typeof fetch;
  readonly apiUrl: string;
}

/** What is put into Slack. */
export interface Upload {
  readonly name: string;
  readonly mediaType: string;
  readonly bytes: Uint8Array;
  readonly title: string;
  /** Said at once where Slack would have to look into the file first. */
  readonly kind?: string;
  /** Who sees it; without it only the bot, until a message shows it. */
  readonly shareIn?: { readonly channel: string; readonly thread?: string | undefined };
}

/** Puts a picture into Slack, where only the bot has it until a message shows it. Resolves with the file's id. */
export const uploadPicture = (
  bytes: Uint8Array,
  title: string,
  given: Uploading,
): Promise<string> =>
  uploadFile({ name: "chart.png", mediaType: "image/png", bytes, title, kind: "png" }, given);

/** Puts a file into Slack. Resolves with its id. @throws what the Web API's client throws, and Error. */
export async function uploadFile(file: Upload, given: Uploading): Promise<string> {
  const { client, apiUrl } = given;
  const { name, bytes, title, kind, shareIn } = file;
  const named = { filename: name, length: bytes.byteLength };
  const { upload_url: address = "", file_id: id = "" } =
    await client.files.getUploadURLExternal(named);
  if (!isSlack(address, apiUrl)) throw new Error("Slack named an address that is not its own");
  await send(file, address, given);
  await client.files.completeUploadExternal({
    files: [{ id, title, ...(kind ? { highlight_type: kind } : {}) }],
    ...placeOf(shareIn),
  });
  return id;
}

async function send({ bytes, mediaType }: Upload, to: string, { fetch }: Uploading): Promise<void> {
  const taken = await fetch(to, {
    method: "POST",
    headers: { "content-type": mediaType },
    body: bytes,
    redirect: "error",
  });
  await taken.body?.cancel();
  if (!taken.ok) throw new Error(`an upload was answered with the status ${taken.status}`);
}

function placeOf(shareIn: Upload["shareIn"]) {
  if (!shareIn) return {};
  const { channel, thread } = shareIn;
  return { channel_id: channel, ...(thread ? { thread_ts: thread } : {}) };
}
