import type { Storage } from "../../storage/storage.ts";
import { writeEarlier } from "../apply/rollback.ts";
import { writeOthers } from "../server/other-connections.ts";
import { writeTelemetry } from "../server/own-telemetry.ts";
import type { Effect } from "./effects.ts";

/** Effects that put something on disk. */
export type SaveEffect = Extract<Effect, { do: `Save${string}` }>;

/** Carries one out. Rejects with a `StorageError` where it cannot be written. */
export async function save(storage: Storage, effect: SaveEffect): Promise<void> {
  switch (effect.do) {
    case "SaveReceivedRemoteConfig":
      return await storage.saveReceivedRemoteConfig(effect.remote.message);
    case "SaveWorkingRemoteConfig":
      return await storage.saveWorkingRemoteConfig(effect.remote?.message);
    case "SaveLastGoodRemoteConfig":
      return await storage.saveLastGoodRemoteConfig(effect.remote?.message);
    case "SaveEarlierRemoteConfig":
      return await storage.saveEarlierRemoteConfig(effect.earlier && writeEarlier(effect.earlier));
    case "SaveHeldRemoteConfig":
      return await storage.saveHeldRemoteConfig(effect.remote?.message);
    case "SaveHold":
      return await storage.saveHold(effect.hold);
    case "SaveRemoteStatus": {
      const { hash, status, error } = effect.status;
      return await storage.saveRemoteConfigStatus({ lastRemoteConfigHash: hash, status, errorMessage: error });
    }
    case "SaveTrial":
      return await storage.saveTrial(effect.trial);
    case "SaveRejected":
      return await storage.saveRejected(effect.rejected);
    case "SaveDeaths":
      return await storage.saveDeaths(effect.deaths);
    case "SaveTelemetry":
      return await storage.saveOwnTelemetry(writeTelemetry(effect.telemetry));
    case "SaveOtherConnections":
      return await storage.saveOtherConnections(writeOthers(effect.others));
    case "SaveSettingsStatus": {
      const { hash, status, error } = effect.status;
      return await storage.saveSettingsStatus({ status, lastConnectionSettingsHash: hash, errorMessage: error });
    }
    case "SaveConnectionCandidate":
      return await storage.saveConnectionCandidate(effect.settings);
    case "SaveConnection":
      return await storage.saveConnection(effect.settings);
    case "SaveCertificateRequest":
      return await storage.saveCertificateRequest(effect.request);
    case "SavePackages":
      return await storage.packageRecords.save(effect.packages);
    case "SaveSupervisorPackages":
      return await storage.packageRecords.saveSupervisor(effect.packages);
    case "SavePackageOffer":
      return await storage.packageRecords.saveOffer(effect.offer.message);
    case "SavePackageStatuses":
      return await storage.packageRecords.saveStatuses(effect.statuses);
    case "SaveInstanceUid":
      return await storage.saveInstanceUid(effect.uid);
  }
}

export function isSave(effect: Effect): effect is SaveEffect {
  return effect.do.startsWith("Save");
}
