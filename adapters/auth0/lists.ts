import { z } from "zod";
import type { Api } from "./api.ts";
import { misshapen, tooMany } from "./refusals.ts";
import type { Wanted } from "./scopes.ts";

const perPage = 100;
/** Pages of one list: 5,000 entries. */
const mostPages = 50;

export interface List<Item> {
  readonly path: string;
  readonly query?: Readonly<Record<string, string>>;
  /** The property that holds the entries where the answer is an object. */
  readonly under: string;
  readonly wanted: Wanted;
  readonly item: z.ZodType<Item>;
  /** Where the API takes fewer at a time. */
  readonly perPage?: number;
}

/** A whole list, all its pages. @throws TenantError */
export async function readList<Item>(api: Api, list: List<Item>): Promise<readonly Item[]> {
  const size = list.perPage ?? perPage;
  const items: unknown[] = [];
  for (let page = 0; page < mostPages; page += 1) {
    const paging = { page: String(page), per_page: String(size), include_totals: "true" };
    const { path, wanted } = list;
    const { body } = await api.get({ path, wanted, query: { ...list.query, ...paging } });
    const read = pageOf(api, list, body);
    items.push(...read.items);
    if (isLast(read, items.length, size)) return parsed(api, list, items);
  }
  throw tooMany({ tenant: api.name, wanted: list.wanted }, mostPages * size);
}

/** For lists that have no pages: an array, or an object that holds one. @throws TenantError */
export async function readShortList<Item>(api: Api, list: List<Item>): Promise<readonly Item[]> {
  const { path, wanted, query = {} } = list;
  const { body } = await api.get({ path, wanted, query });
  return parsed(api, list, pageOf(api, list, body).items);
}

interface Page {
  readonly items: readonly unknown[];
  readonly total?: number | undefined;
}

function pageOf<Item>(api: Api, list: List<Item>, body: unknown): Page {
  if (Array.isArray(body)) return { items: body };
  const shape = z.object({ total: z.number().optional().catch(undefined) }).loose();
  const { data, error } = shape.safeParse(body);
  const items = data?.[list.under];
  if (Array.isArray(items)) return { items, total: data?.total };
  throw misshapen({ tenant: api.name, wanted: list.wanted }, error);
}

/** A total counts only where it says that there is more: not every endpoint counts all pages in it. */
function isLast({ items, total }: Page, soFar: number, size: number): boolean {
  if (items.length === 0) return true;
  return items.length < size && !(total !== undefined && total > soFar);
}

function parsed<Item>(api: Api, list: List<Item>, items: readonly unknown[]): readonly Item[] {
  const { data, error } = z.array(list.item).safeParse(items);
  if (!data) throw misshapen({ tenant: api.name, wanted: list.wanted }, error);
  return data;
}
