import { type DigestDesk, digestSource, type WeeklyTime } from "../core/digest.ts";
import { inCommon } from "../core/in-common.ts";
import { composeDigest } from "./compose.ts";
import { type Facts, type FactsOptions, gatherFacts } from "./facts.ts";
import { createDigestRunner, type DigestRunner, type Maker, type Reading } from "./runner.ts";
import { beginOf, only, type View } from "./view.ts";

export interface DigestOptions extends FactsOptions {
  /** For conversations that chose no time of their own. */
  readonly usual: WeeklyTime;
  /** A digest waits in an outbox. */
  onQueued(): void;
}

/** The weekly digest: the desk that its command asks, and the runner that sees to it that everybody gets theirs. */
export function createDigests(options: DigestOptions): {
  readonly desk: DigestDesk;
  readonly runner: DigestRunner;
} {
  const maker = createDigestMaker(options);
  return {
    desk: createDigestDesk(options, maker),
    runner: createDigestRunner({ ...options, maker }),
  };
}

/** Looking at everything takes long: all who wait for a digest share a look that began after they had asked. */
function createDigestMaker(options: FactsOptions): Maker<Facts> {
  return {
    gather: inCommon(() => gatherFacts(options), options.clock),
    compose: async (facts, reading) => composeDigest(await viewOf(facts, reading, options)),
  };
}

/** Previews remember nothing: next week's digest compares with what was told, not with what somebody looked at. */
function createDigestDesk(
  { store, usual }: Pick<DigestOptions, "store" | "usual">,
  maker: Maker<Facts>,
): DigestDesk {
  return {
    usual,
    async compose(conversation) {
      const facts = await maker.gather();
      const schedules = await store.digests.schedules();
      const held = await store.subscriptions.list(conversation);
      const mine = schedules.find((one) => one.conversation === conversation);
      const tenant = held.find(({ source }) => source === digestSource)?.tenant;
      const zone = mine?.zone ?? usual.zone;
      return maker.compose(facts, { conversation, zone, ...(tenant ? { tenant } : {}) });
    },
  };
}

/** A conversation's last digest is what this one is compared with; for its first, anybody's will do. */
async function viewOf(
  all: Facts,
  { conversation, zone, tenant, lateSince }: Reading,
  { store }: Pick<FactsOptions, "store">,
): Promise<View> {
  const facts = only(tenant, all);
  const [last] = await store.digests.had(conversation);
  const upTo = last?.at ?? new Date(facts.at.getTime() - 1);
  const before = await Promise.all(
    facts.tenants.map(({ name }) => store.assessments.lastBefore(name, upTo)),
  );
  return {
    ...facts,
    zone,
    since: beginOf(facts.at, last?.at),
    before: new Map(before.flatMap((one) => (one ? [[one.tenant, one]] : []))),
    ...(lateSince ? { lateSince } : {}),
  };
}
