import { RemoteConfigStatuses } from "../../src/opamp/wire/messages.ts";
import { noPackages } from "../../src/storage/packages-record.ts";
import type { Storage } from "../../src/storage/storage.ts";
import type { StoredState } from "../../src/storage/stored-state.ts";
import { nameOf, offered } from "./stored.ts";

/** A record of the storage directory, with values that are told apart by a number from 1 on. */
export interface KeptRecord {
  save(storage: Storage, value: number): Promise<void>;
  /** The number of what is there; `undefined`: nothing is. */
  read(state: StoredState): number | undefined;
  /** A power cut may take what was said to be saved: it can be learned again. Default: it must not. */
  isLoose?: true;
}

const bytes = (value: number) => Uint8Array.of(value, 1);
const endpoint = (value: number) => ({ destinationEndpoint: `https://server-${value}.test/` });
const inEndpoint = (settings: { destinationEndpoint?: string | null } | null | undefined) =>
  numberIn(settings?.destinationEndpoint);

function numberIn(text: string | null | undefined): number | undefined {
  const digits = /\d+/.exec(text ?? "")?.[0];
  return digits === undefined ? undefined : Number(digits);
}

function ofHash(hash: Uint8Array | null | undefined): number | undefined {
  return hash ? numberIn(nameOf(hash)) : undefined;
}

/** Total over what is stored, so that no record can be left out. */
export const keptRecords: Record<keyof StoredState, KeptRecord> = {
  persistent: {
    save: (storage, value) =>
      storage.saveRemoteConfigStatus({
        status: RemoteConfigStatuses.RemoteConfigStatuses_FAILED,
        lastRemoteConfigHash: bytes(value),
        errorMessage: `failure ${value}`,
      }),
    read: ({ persistent }) => numberIn(persistent.remoteConfigStatus?.errorMessage),
  },
  receivedRemoteConfig: {
    save: (storage, value) => storage.saveReceivedRemoteConfig(offered(`${value}`)),
    read: ({ receivedRemoteConfig }) => ofHash(receivedRemoteConfig?.configHash),
  },
  workingRemoteConfig: {
    save: (storage, value) => storage.saveWorkingRemoteConfig(offered(`${value}`)),
    read: ({ workingRemoteConfig }) => ofHash(workingRemoteConfig?.configHash),
  },
  lastGoodRemoteConfig: {
    save: (storage, value) => storage.saveLastGoodRemoteConfig(offered(`${value}`)),
    read: ({ lastGoodRemoteConfig }) => ofHash(lastGoodRemoteConfig?.configHash),
  },
  ownTelemetry: {
    save: (storage, value) => storage.saveOwnTelemetry({ ownLogs: endpoint(value) }),
    read: ({ ownTelemetry }) => inEndpoint(ownTelemetry?.ownLogs),
  },
  otherConnections: {
    save: (storage, value) => storage.saveOtherConnections({ otherConnections: { a: endpoint(value) } }),
    read: ({ otherConnections }) => inEndpoint(otherConnections?.otherConnections?.["a"]),
  },
  connection: {
    save: (storage, value) => storage.saveConnection(endpoint(value)),
    read: ({ connection }) => inEndpoint(connection),
  },
  connectionCandidate: {
    save: (storage, value) => storage.saveConnectionCandidate(endpoint(value)),
    read: ({ connectionCandidate }) => inEndpoint(connectionCandidate),
  },
  knowledge: {
    save: (storage, value) =>
      storage.saveKnowledge({
        identity: "binary",
        allowNoPipelines: true,
        telemetryForm: "inline",
        description: bytes(value),
        reportedDescription: undefined,
        components: undefined,
      }),
    read: ({ knowledge }) => knowledge[0]?.description[0],
    isLoose: true,
  },
  running: {
    save: (storage, value) => storage.saveRunning({ marker: "m", pid: value, startedAt: 1 }),
    read: ({ running }) => running?.pid,
    isLoose: true,
  },
  redactionKey: {
    // It is made once, and written by the by.
    save: async (storage) => {
      storage.redactionKey();
      await storage.settled();
    },
    read: ({ redactionKey }) => (redactionKey === undefined ? undefined : 1),
  },
  trial: {
    save: (storage, value) => storage.saveTrial({ hash: "01", fingerprint: "f", begun: value }),
    read: ({ trial }) => trial?.begun,
  },
  rejected: {
    save: (storage, at) => storage.saveRejected([{ hash: "02", fingerprint: "f", binary: "b", reason: "r", at }]),
    read: ({ rejected }) => rejected[0]?.at,
  },
  deaths: {
    save: (storage, at) => storage.saveDeaths([{ at, how: "exit", outOfMemory: false, remoteConfig: "", version: "" }]),
    read: ({ deaths }) => deaths[0]?.at,
    isLoose: true,
  },
  certificateRequest: {
    save: (storage, madeAt) => storage.saveCertificateRequest({ key: "k", csr: "c", form: "f", madeAt }),
    read: ({ certificateRequest }) => certificateRequest?.madeAt,
  },
  packages: {
    save: (storage, value) => storage.packageRecords.save({ ...noPackages, highest: `${value}.0.0` }),
    read: ({ packages }) => numberIn(packages.highest),
  },
  supervisorPackages: {
    save: (storage, value) => storage.packageRecords.saveSupervisor({ ...noPackages, highest: `${value}.0.0` }),
    read: ({ supervisorPackages }) => numberIn(supervisorPackages.highest),
  },
  receivedPackages: {
    save: (storage, value) => storage.packageRecords.saveOffer({ allPackagesHash: bytes(value) }),
    read: ({ receivedPackages }) => receivedPackages?.allPackagesHash?.[0],
  },
  packageStatuses: {
    save: (storage, value) => storage.packageRecords.saveStatuses({ errorMessage: `failure ${value}` }),
    read: ({ packageStatuses }) => numberIn(packageStatuses?.errorMessage),
  },
};
