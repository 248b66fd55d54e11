import { logCauses } from "./log-causes/index.ts";
import { isHash, isUnique } from "./log-name-forms.ts";
import { logTypes } from "./log-types/index.ts";
import type { Mask } from "./mask.ts";
import { changeSpelled, spellingsOf } from "./spelling.ts";

/** Who and what is known by name while one line is answered. */
export interface Names {
  /** `as`: what the mask knows them by, where that is another name of theirs. */
  person(name: string, as?: string): void;
  address(address: string): void;
  /** An application, a connection or a tenant: whoever is called the same cannot be told from it. */
  thing(name: string): void;
  /** What somebody has written about people: no field says who they are, so it is left out as far as it is shown. */
  told(words: string): void;
  /** A text with numbers in place of whoever is named in it, in whichever spelling. */
  hide(words: string): string;
}

interface Entry {
  /** As it is compared. */
  readonly value: string;
  /** Characters before its first letter or digit. */
  readonly lead: number;
  readonly known: Known;
}

interface Known {
  say(): string;
  /** Of what is compared by its beginning alone: all of it. */
  readonly whole?: string;
}

/** Nobody is called by more characters. */
const longest = 512;
/** So much of a text is enough to know it by: lists cut it anywhere. */
const beginning = 32;

/** `things`: what several of them know not to be people. */
export function createNames(mask: Mask, things = new Set<string>()): Names {
  const known = new Map<string, Known>();
  let index: ReadonlyMap<string, readonly Entry[]> = new Map();
  let indexed = 0;

  function add(name: string, say: () => string): void {
    const value = folded(name);
    if (value.length <= longest && !known.has(value)) known.set(value, { say });
  }

  function entries(): ReadonlyMap<string, readonly Entry[]> {
    if (indexed === known.size + things.size) return index;
    indexed = known.size + things.size;
    index = indexOf([...known].filter(([value]) => isTelling(value, things)));
    return index;
  }

  return {
    person(name, as = name) {
      const say = () => mask.user(as);
      add(name, say);
      for (const part of partsOf(name)) add(part, say);
    },
    address: (address) => add(address, () => mask.address(address)),
    thing: (name) => void things.add(folded(name)),
    told(words) {
      const whole = folded(words).replace(/\s+/gu, " ");
      const value = whole.slice(0, beginning);
      if (!known.has(value)) known.set(value, { say: () => leftOut, whole });
    },
    hide(words) {
      if (known.size === 0) return words;
      const all = entries();
      if (all.size === 0) return words;
      const shown = changeSpelled(words, (plain) => hideIn(plain, all));
      return hideAcross(shown, all);
    },
  };
}

const leftOut = "[left out]";

const folded = (name: string): string => name.normalize("NFKC").trim().toLowerCase();

/** What gives them away by itself: what stands before the `@`, and what stands behind the `|`. */
function partsOf(name: string): readonly string[] {
  const [local = ""] = name.split("@");
  const id = name.slice(name.lastIndexOf("|") + 1);
  return [local, id].filter((part) => part !== name && part.length > 4);
}

function indexOf(
  all: readonly (readonly [string, Known])[],
): ReadonlyMap<string, readonly Entry[]> {
  const index = new Map<string, Entry[]>();
  for (const [value, known] of all) {
    const first = /[\p{L}\p{N}]+/u.exec(value);
    if (!first) continue;
    const entries = index.get(first[0]) ?? [];
    entries.push({ value, lead: first.index, known });
    index.set(first[0], entries);
  }
  for (const entries of index.values()) {
    entries.sort((one, other) => other.value.length - one.value.length);
  }
  return index;
}

/** A name of several words may be written so that no word of it is a whole one: then all of the text is written plainly. */
function hideAcross(text: string, index: ReadonlyMap<string, readonly Entry[]>): string {
  for (const plain of spellingsOf(text).slice(1).reverse()) {
    const shown = hideIn(plain, index);
    if (shown !== plain) return shown;
  }
  return text;
}

/** Word by word, however many names there are. */
function hideIn(text: string, index: ReadonlyMap<string, readonly Entry[]>): string {
  const shown: string[] = [];
  let from = 0;
  for (const { 0: word, index: at } of text.matchAll(/[\p{L}\p{N}]+/gu)) {
    const found = index
      .get(word.toLowerCase())
      ?.find((entry) => at - entry.lead >= from && stands(entry, text, at - entry.lead));
    if (!found) continue;
    shown.push(text.slice(from, at - found.lead), found.known.say());
    from = at - found.lead + lengthOf(found, text.slice(at - found.lead));
  }
  return from === 0 ? text : `${shown.join("")}${text.slice(from)}`;
}

/** As far as it stands there. */
function lengthOf({ value, known: { whole = value } }: Entry, text: string): number {
  let length = value.length;
  while (length < whole.length && text[length]?.toLowerCase() === whole[length]) length += 1;
  return length;
}

/** Whether it stands there as a whole, not as the beginning of a longer word. */
function stands({ value, known: { whole } }: Entry, text: string, at: number): boolean {
  const end = at + value.length;
  if (text.slice(at, end).toLowerCase() !== value) return false;
  if (whole !== undefined && whole.length > value.length) return true;
  const more = /\d$/u.test(value) ? /^\d/u : /^[\p{L}\p{N}]/u;
  return !(/[\p{L}\p{N}]$/u.test(value) && more.test(text.slice(end, end + 2)));
}

/**
 * Whether a name says who somebody is. People call themselves "admin" and "failures", and whoever tries to log in may call
 * themselves anything: a name that is made of the bot's own words is not told from them, by its readers neither.
 */
function isTelling(value: string, things: ReadonlySet<string>): boolean {
  if (isUnique(value) || isHash(value)) return true;
  if (things.has(value)) return false;
  const words = value.match(/[\p{L}\p{N}]+/gu) ?? [];
  if (value.length < (/[^\0-\x7f]/u.test(value) ? 2 : 3)) return false;
  return words.some(
    (word) => !(/^\d{1,6}$/u.test(word) || ownWords().has(word) || things.has(word)),
  );
}

let own: ReadonlySet<string> | undefined;

/** The words that the bot itself explains logs with, and a few that it answers with. */
function ownWords(): ReadonlySet<string> {
  own ??= new Set(
    [...textsOf(logTypes.values()), ...textsOf(logCauses.values()), answerWords].flatMap(
      (text) => text.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? [],
    ),
  );
  return own;
}

const textsOf = (all: Iterable<object>): readonly string[] =>
  [...all].flatMap((one) =>
    Object.values(one).filter((held): held is string => typeof held === "string"),
  );

const answerWords = `
  about above address addresses admin administrator after against ago all also alert already alone altogether always and another
  answer answers any api apis archive are around asked asks average back bad before began begin between bot but calls card certain
  changed changes channel chart check checks clear client close closed code codes command connection count counts critical csv day
  days deliveries digest do doctor down each earlier empty ended ends error errors event events every everybody everything everyone
  failed failing fails failure failures false few figures file filters find first for forget from full get good had has have held
  help here home hour hours how identified if in incident incidents info is it json kept kind kinds known last late later latest left
  lately less line lines list listed local location log logged login logins logs low many may mean means middle minute minutes missing
  monitoring month more most mostly moved much name named names never new newest next no nobody none normal not note nothing notice
  now number of off often ok old older on once one only open operator or organization other others our out over page part passed past
  pause paused people per person plan point points post posted probably problem quiet rate read reader readiness ready reason reasons
  removed report request requests resolved role root run running runs said same say says scheduled search second seconds see seen
  service set shared show shown shows since so some source sources standing start started state status step steps still stop stopped
  store stream streams success successes sure synthetic system tail tells tenant tenants test than that the their them then there
  they thing this those through time times to today together told too total troubles true type types unknown unsubscribe until up
  update usual usually value viewer waiting was watchpost week weeks well were what when where which while who whole why with without
  words works worst year yes yesterday you your zone user users
`;
