import { createReadStream } from "node:fs";
import { createInterface } from "node:readline";
import { z } from "zod";
import type { Audit, AuditEnds, AuditLink, AuditRecord } from "../core/audit.ts";
import { beginning, exportLine } from "../core/audit-chain.ts";
import { SettingsError } from "../core/errors.ts";
import { lookAt } from "../core/plain-file.ts";

/**
 * What `watchpost audit export` wrote, wherever it was kept since, to be gone through once from its beginning on.
 * @throws SettingsError
 */
export async function openExport(
  file: string,
): Promise<Pick<Audit, "ends" | "links"> & { readonly partial: true }> {
  const ends = await endsOf(file);
  let links = linksIn(file);
  return {
    partial: true,
    ends: async () => ends,
    async links(after, limit) {
      if (after === ends.dropped.number) links = linksIn(file);
      const page: AuditLink[] = [];
      while (page.length < limit) {
        const next = await links.next();
        if (next.done) break;
        page.push(next.value);
      }
      return page;
    },
  };
}

async function endsOf(file: string): Promise<AuditEnds> {
  let ends: AuditEnds = { dropped: beginning, head: beginning };
  let isFirst = true;
  for await (const { number, previous, hash } of linksIn(file)) {
    const dropped = isFirst ? { number: number - 1, hash: previous } : ends.dropped;
    ends = { dropped, head: { number, hash } };
    isFirst = false;
  }
  return ends;
}

async function* linksIn(file: string): AsyncGenerator<AuditLink> {
  let count = 0;
  // A folder has no lines, and a device no end; it is also read twice.
  const found = lookAt(file, Number.POSITIVE_INFINITY);
  if ("why" in found && found.why === "is no file") {
    throw new SettingsError("--file", [`${file} is no file`]);
  }
  try {
    for await (const line of createInterface({ input: createReadStream(file, "utf8") })) {
      count += 1;
      yield linkOf(line, `${file}, line ${count}`);
    }
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (error instanceof SettingsError || code === undefined) throw error;
    throw new SettingsError("--file", [`${file} cannot be read (${code})`]);
  }
}

const form = z.object({ number: z.int(), previous: z.string(), hash: z.string() });
const before = ',"entry":';

/** The entry's text is taken as it stands: its hash is made of that. */
function linkOf(line: string, where: string): AuditLink {
  const at = line.indexOf(before);
  const record = headOf(line.slice(0, at), line.slice(at + before.length, -1));
  // Nothing else stands in it, in no other order: another reader might take that for the entry.
  if (record && exportLine(record) === `${line}\n`) return { ...record, misfiled: false };
  throw new SettingsError("--file", [`${where} is no entry as watchpost audit export writes it`]);
}

function headOf(head: string, text: string): AuditRecord | undefined {
  try {
    return { ...form.parse(JSON.parse(`${head}}`)), text };
  } catch {
    return undefined;
  }
}
