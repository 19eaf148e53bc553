import type { SupervisorConfig } from "../../config/types.ts";
import { formatUid, parseUid } from "../../opamp/wire/uid.ts";
import type { Host, Random } from "../../runtime/ports.ts";
import type { Storage } from "../../storage/storage.ts";
import type { Log } from "../../telemetry/log.ts";
import { saveOrTell } from "../server/save-or-tell.ts";
import { decideIdentity } from "./decide-identity.ts";

export interface OwnIdentityOptions {
  config: SupervisorConfig;
  storage: Storage;
  host: Pick<Host, "machine">;
  random: Pick<Random, "uuidv7">;
  log: Log;
}

export interface OwnIdentity {
  /** The instance uid, 16 bytes. */
  uid: Uint8Array;
  /** The one on the machine that this one is a copy of. */
  clonedFrom: Uint8Array | undefined;
  /** Resolves when all that is on disk, or cannot be brought there. Nobody is told the uid before. */
  save(): Promise<void>;
}

/** Who this agent is: what is stored, unless that belongs to another machine. */
export async function ownIdentity({ config, storage, host, random, log }: OwnIdentityOptions): Promise<OwnIdentity> {
  const { instanceId } = config.agent;
  const { because, identity } = decideIdentity({
    stored: storage.state.persistent,
    preset: instanceId === undefined ? undefined : parseUid(instanceId),
    machine: await host.machine(),
    makeUid: () => random.uuidv7(),
  });
  const { instanceUid: uid, clonedFrom } = identity;
  if (because === "clone") {
    log.warn("The storage directory is a copy of another machine's: this agent gets an instance uid of its own", {
      id: formatUid(uid),
      cloned_from: clonedFrom && formatUid(clonedFrom),
    });
  }
  if (because === "changing") {
    log.warn("The id of this machine changes at each start: whether it is a copy of another one cannot be told", {
      id: formatUid(uid),
    });
  }
  const save = because === "same" ? async () => {} : () => saveOrTell(storage.saveIdentity(identity), log);
  return { uid, clonedFrom, save };
}
