import { z } from "zod";
import type { FileBlock } from "../../src/core/message.ts";

/** The cards by which Teams takes a file from a bot: consent is asked for, and what was stored is shown. */
export interface FileCard {
  readonly type: "message";
  readonly attachments: readonly [
    {
      readonly contentType: string;
      readonly name: string;
      readonly contentUrl?: string;
      readonly content: object;
    },
  ];
}

/** Asks whoever reads it whether the file may be put into their OneDrive. */
export function consentCard(
  { name }: Pick<FileBlock, "name">,
  bytes: number,
  file: string,
): FileCard {
  const content = {
    description: "The file that you asked Watchpost for",
    sizeInBytes: bytes,
    acceptContext: { file },
    declineContext: { file },
  };
  const contentType = "application/vnd.microsoft.teams.card.file.consent";
  return { type: "message", attachments: [{ contentType, name, content }] };
}

const upload = z.object({
  uploadUrl: z.url(),
  contentUrl: z.url(),
  name: z.string().min(1),
  uniqueId: z.string().min(1),
  fileType: z.string(),
});
export type FilePlace = z.infer<typeof upload>;

/** Shows the file where it is now. */
export function storedCard({ name, contentUrl, uniqueId, fileType }: FilePlace): FileCard {
  const contentType = "application/vnd.microsoft.teams.card.file.info";
  const content = { uniqueId, fileType };
  return { type: "message", attachments: [{ contentType, name, contentUrl, content }] };
}

const consent = z.object({
  action: z.enum(["accept", "decline"]),
  context: z.object({ file: z.string().min(1) }),
  uploadInfo: upload.optional().catch(undefined),
});

/** What a person said to the card; undefined for what is no answer to one. */
export const consentIn = (value: unknown): z.infer<typeof consent> | undefined =>
  consent.safeParse(value).data;
