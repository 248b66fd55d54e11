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
  about above acknowledged address addresses adds admin administrator advisories affect affected affects after against ago ahead
  alert all alone already also altogether always analyses analysis and another answer answered answers any anything apart api
  apis apr archive are around asked asks assessment attacker attention audit aug average back backup bad before began begin
  begins below beside between boolean bot breaking brought brute bulletin bulletins but buttons calls card cause certain cet
  changed changes channel characters chart chat check checkout checks chrome clear cli client close closed code codes command
  compared configured connection connections contract conversation conversations copy count counts critical csv cut day days dec
  default deliveries delivery deploy detail developer digest direct dismissed do docs doctor domains done down due each earlier
  edited emails empty enable ended endings ends enterprise error errors event events ever every everybody everyone everything
  example explain export fact failed failing fails failure failures false feb feed feeds few fewer figure figures file fill
  filter filters find finds firewall first follows for force forget free fresh fri friday from full further future get give
  gives gmt good group guests had happen happened happens has hash hashes have head health heard held help here hint history
  hold home hour hours how http https identified identifier identifiers if in incident incidents includes info ios ips is it jan
  join json judged jul jun kept killed kind kinds known label labels lack lacks large last lasted late lately later latest least
  leaves left length less life line lines list listed little local location log logged login logins logs looks loud low mails
  maintenance maintenances many map mar marked may mean means meanwhile median members mention middle minute minutes missing mon
  monday monitoring month more most mostly moved much mute muted name named names nearly neither never new newest next no nobody
  none nor normal not note noted nothing notice notification nov now ntp number numbers object occur oct of off often ok old
  older oldest on once one only open opening operator operators or organization original other others our ours out outside over
  overdue owned package packages page pages part partial parts passed past pause paused people per person phase pick pipeline
  plain plan planned platform please point points post posted posting posts privately privileges probably problem progress
  published quiet quoted rate reach read reader readiness reads ready reason reasons recommends reference release removed report
  request requests resolved response retry role room root run running runs said same sat saturday say says scheduled search
  searched second seconds section see seen sees sep servers service set several severity share shared sharing show shown shows
  silence since slack so some source sources speak speaks split stale standing stands star start started state status step steps
  still stop stopped store story stream streams string subject subscribe subscribed success successes such sun sunday supports
  sure synthetic system tail tails teams tells tenant tenants test testing than that the their them then there these they thing
  this those thread through thu thursday time times title to today together told too topic total trail trouble troubles true
  trusts tue tuesday type types unarchive unblocked undefined under unknown unsubscribe until up update updated updates user
  users usual usually utc value viewer viewers waited waiting waits waived waiver waivers wants was watchpost wed wednesday week
  weekly weeks well were what when where which while who whole whose why wish wishes with without words works workspace worst
  write written year yes yesterday you your zone
`;
