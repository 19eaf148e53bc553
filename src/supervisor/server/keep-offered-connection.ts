import type { SupervisorConfig } from "../../config/types.ts";
import { sha256 } from "../../runtime/sha256.ts";
import type { Storage } from "../../storage/storage.ts";
import type { Log } from "../../telemetry/log.ts";
import { saveOrTell } from "./save-or-tell.ts";

export interface KeepOfferedConnectionOptions {
  config: SupervisorConfig;
  storage: Storage;
  log: Log;
}

/**
 * Settings that the server has offered were taken over a certain `server` of the operator's, or failed with it. Where that
 * is another one now, they are discarded, and what was said of them is forgotten, so that the server offers them again if
 * it likes: that first, since a supervisor that is killed in the middle must not tell what is not in force any more.
 * Nothing is kept or discarded while `accepts_opamp_connection_settings` is off.
 */
export async function keepOfferedConnection({ config, storage, log }: KeepOfferedConnectionOptions): Promise<void> {
  const { server, connection: allowed, capabilities } = config;
  if (server === undefined || !capabilities.acceptsOpampConnectionSettings) return;
  const { persistent, connection, connectionCandidate } = storage.state;
  // What is asked for next says nothing against what there is; what an offer may do no more, it may not have done either.
  const allowance = allowed.acceptOtherAuthorities ? {} : { acceptOtherAuthorities: false };
  const bootstrapHash = sha256(JSON.stringify({ ...server, certificateRequest: undefined, ...allowance }));
  if (persistent.bootstrapHash === bootstrapHash) return;
  if (connection !== undefined || connectionCandidate !== undefined) {
    log.warn(
      "Discarded the connection settings that the OpAMP server had offered: what supervisor.yaml says of it has changed",
    );
  }
  if (persistent.settingsStatus !== undefined) await saveOrTell(storage.saveSettingsStatus(undefined), log);
  if (connectionCandidate !== undefined) await saveOrTell(storage.saveConnectionCandidate(undefined), log);
  if (connection !== undefined) await saveOrTell(storage.saveConnection(undefined), log);
  await saveOrTell(storage.saveBootstrapHash(bootstrapHash), log);
}
