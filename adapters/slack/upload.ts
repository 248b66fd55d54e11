import type { webApi } from "@slack/bolt";

/** How bytes get to Slack. */
export interface Uploading {
  readonly client: Pick<webApi.WebClient, "files">;
  /** The client's own: one request, and through the same proxy. */
  readonly fetch: typeof fetch;
  readonly apiUrl: string;
}

/** Puts a picture into Slack, where only the bot has it until a message shows it. Resolves with the file's id. */
export async function uploadPicture(
  png: Uint8Array,
  title: string,
  { client, fetch, apiUrl }: Uploading,
): Promise<string> {
  const given = await client.files.getUploadURLExternal({
    filename: "chart.png",
    length: png.byteLength,
  });
  const { upload_url: address = "", file_id: id = "" } = given;
  if (!isTrusted(address, apiUrl)) throw new Error("Slack named an address that is not https");
  const taken = await fetch(address, {
    method: "POST",
    headers: { "content-type": "image/png" },
    body: png,
    redirect: "error",
  });
  await taken.body?.cancel();
  if (!taken.ok) throw new Error(`an upload was answered with the status ${taken.status}`);
  // The kind is said at once, since Slack looks into files only later.
  await client.files.completeUploadExternal({ files: [{ id, title, highlight_type: "png" }] });
  return id;
}

/** Over https, or where the Web API itself is: on this machine, in tests. */
function isTrusted(address: string, apiUrl: string): boolean {
  if (!URL.canParse(address)) return false;
  const { protocol, origin } = new URL(address);
  return protocol === "https:" || origin === new URL(apiUrl).origin;
}
