/** "WPLG", in the file's header: nothing else of ours, or of others, is taken for an archive. */
export const applicationId = 0x57504c47;
export const formatVersion = 3;

/** By table, the format that brought it; the others were there from the beginning. */
export const addedIn: Readonly<Record<string, number>> = { forgotten: 3 };

export const forgottenTable = `create table forgotten (
  tenant integer not null,
  mark blob not null,
  before_at integer not null,
  primary key (tenant, mark)
) without rowid;`;

/**
 * The whole format of an archive's file. Times are milliseconds since 1970 in UTC; a tenant is its number everywhere; a key
 * stands for an event's id (`sqlite-archive-keys.ts`).
 *
 * An event is in exactly one place: a row of `recent`, or a line of a segment. What is in a segment has its key in `ids`; a key
 * there with the segment 0 is of an event that was forgotten on purpose, and never comes back.
 */
export const schema = `
create table meta (name text primary key, value text not null) without rowid;

create table tenants (
  tenant integer primary key,
  name text not null unique,
  events integer not null default 0,
  recovered integer not null default 0,
  streamed_since integer,
  stream_at integer,
  reader_at integer,
  since_at integer,
  until_at integer,
  checkpoint text
);

create table holes (
  tenant integer not null,
  from_at integer not null,
  to_at integer not null,
  why text not null,
  found_at integer not null
);

/* The newest events, each record as JSON. */
create table recent (
  entry integer primary key,
  tenant integer not null,
  at integer not null,
  key blob not null,
  record text not null,
  unique (tenant, key)
);
create index recent_at on recent (tenant, at);

/* Records as lines of JSON, compressed together (brotli). They may overlap in time. The first so many lines are odd
   (sqlite-archive-sieve.ts). No number is given twice: whoever removes some, piece by piece, has theirs in mind. */
create table segments (
  segment integer primary key autoincrement,
  tenant integer not null,
  min_at integer not null,
  max_at integer not null,
  events integer not null,
  odd integer not null,
  records blob not null
);
create index segments_at on segments (tenant, max_at, min_at, segment, events);

create table ids (
  tenant integer not null,
  key blob not null,
  segment integer not null,
  primary key (tenant, key)
) without rowid;

/* Which terms stand in a segment, each hashed: it only ever says that something cannot be there. */
create virtual table terms using fts5 (
  body, content = '', contentless_delete = 1, detail = none, tokenize = 'ascii'
);

/* Whom to forget: until that is done, or else nobody would know it after a restart. */
create table forgetting (job integer primary key, tenant integer not null, names text not null);

/* Who was forgotten, each name as a keyed hash: what happened before then is not kept, should it come in later. */
${forgottenTable}

create table counts (
  tenant integer not null,
  hour integer not null,
  type text not null,
  cause text not null,
  events integer not null,
  primary key (tenant, hour, type, cause)
) without rowid;

create table kinds (
  tenant integer not null,
  type text not null,
  cause text not null,
  first_at integer not null,
  last_at integer not null,
  events integer not null,
  example text not null,
  primary key (tenant, type, cause)
) without rowid;
`;
