import { join } from "node:path";

import { learnCollector, type LearnOutcome } from "../collector/learn.ts";
import type { Link } from "../collector/link.ts";
import type { SupervisorConfig } from "../config/types.ts";
import type { Runtime } from "../runtime/ports.ts";
import type { Storage } from "../storage/storage.ts";
import type { Log } from "../telemetry/log.ts";
import { attempt } from "./attempt.ts";
import type { Composer } from "./composer.ts";
import { restoredKnowledge, storedKnowledge } from "./stored-knowledge.ts";

export interface AcquaintOptions {
  config: SupervisorConfig;
  runtime: Runtime;
  storage: Storage;
  log: Log;
  link: Link;
  composer: Composer;
  /** The instance uid, 16 bytes. */
  uid: Uint8Array;
  /** The whole environment of Collector processes. */
  env: Readonly<Record<string, string>>;
  /** Aborted when the supervisor is told to stop meanwhile. */
  stop: AbortSignal;
}

/** Gets to know the configured Collector: from the storage directory, or from the binary itself, and then for next time. */
export async function acquaint(options: AcquaintOptions): Promise<LearnOutcome> {
  const { config, runtime, storage, log, link, composer, uid, env, stop } = options;
  const { executable, args, env: configuredEnv, bootstrapTimeoutMs, crashLogSnippetBytes } = config.agent;
  const { directory, agentLog } = storage.paths;
  const outcome = await learnCollector({
    ...runtime,
    log,
    link,
    executable,
    args,
    configuredEnv,
    env,
    composeBootstrap: (facts) => composer.bootstrap({ ...facts, uid }),
    scratch: { bootstrap: join(directory, "bootstrap.yaml"), probe: join(directory, "probe.yaml") },
    logPath: agentLog,
    timeoutMs: bootstrapTimeoutMs,
    tailBytes: crashLogSnippetBytes,
    recall: (identity) => {
      const known = storage.knowledge(identity);
      return known && restoredKnowledge(known);
    },
    signal: stop,
  });
  if (outcome.learned && outcome.fresh) {
    await attempt(storage.saveKnowledge(storedKnowledge(outcome.knowledge)), log);
  }
  return outcome;
}
