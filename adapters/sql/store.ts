import type { ProbeResult } from "../../src/core/chat-adapter.ts";
import type { Store } from "../../src/core/store.ts";
import { createAudit } from "./audit.ts";
import { createDigests } from "./digests.ts";
import { type Engine, refusal } from "./engine.ts";
import { createLedger } from "./ledger.ts";
import { createLoginRuns } from "./login-runs.ts";
import { migrate, requireCurrent } from "./migrations.ts";
import { createOutbox } from "./outbox.ts";
import { createAssessments, createWaivers } from "./readiness.ts";
import { createRecords, ownNotes } from "./records.ts";
import { createSubjects } from "./subjects.ts";
import { createSubscriptions } from "./subscriptions.ts";

/**
 * The store on an engine, its tables brought up to date, or `asIs`: of this build or not at all. Closes the engine with itself, and when it cannot open.
 * @throws SettingsError when the database cannot be used as it stands.
 */
export async function openStore(engine: Engine, asIs = false): Promise<Store> {
  try {
    await (asIs ? requireCurrent(engine) : migrate(engine));
  } catch (error) {
    await engine.close();
    const problem = engine.explain(error);
    throw problem ? refusal(engine.title, problem, error) : error;
  }
  return {
    subjects: createSubjects(engine.db),
    subscriptions: createSubscriptions(engine),
    outbox: createOutbox(engine),
    loginRuns: createLoginRuns(engine.db),
    ledger: createLedger(engine.db),
    waivers: createWaivers(engine.db),
    assessments: createAssessments(engine.db),
    digests: createDigests(engine.db),
    audit: createAudit(engine),
    records: (platform) => createRecords(engine.db, platform),
    check: () => check(engine),
    close: () => engine.close(),
  };
}

async function check(engine: Engine): Promise<readonly ProbeResult[]> {
  const subject = engine.title;
  try {
    await createRecords(engine.db, ownNotes).set("checked", engine.clock.now());
    return [{ subject, ok: true, detail: await engine.inspect() }];
  } catch (error) {
    const problem = engine.explain(error);
    if (!problem) throw error;
    return [{ subject, ok: false, ...problem }];
  }
}
