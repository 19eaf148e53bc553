import type { AllowedPackage } from "../../config/package-types.ts";
import type { OfferedFile } from "../../packages/packages-offer.ts";
import type { AddonsRecord, StoredAddon } from "../../storage/addons-record.ts";
import type { RemoteConfig } from "../apply/remote-config.ts";
import type { FetchPhase, PackageFailure } from "./packages-state.ts";

/** The machine of add-ons: what the newest offer wants of them, and how far that is. */
export interface Addons {
  /** In the order of their names. */
  wanted: readonly WantedAddon[];
  /** Each independent of the others: one whose server is away holds nothing up. */
  fetching: readonly FetchingAddon[];
  /** Something has changed since it was worked out last which add-ons are to be in force. */
  isDue: boolean;
  /** Files may lie there that nothing needs any more. */
  isUntidy: boolean;
  /** A remote configuration that needs some of them, by these variables, before it can be tried. */
  waiting: { remote: RemoteConfig; variables: readonly string[] } | undefined;
  /** How often the same change was begun, in whatever life of the supervisor; `isNow`: in this one. */
  trial: { id: string; begun: number; isNow: boolean } | undefined;
}

/** One that is on its way. */
export interface FetchingAddon {
  ticket: number;
  name: string;
  phase: FetchPhase;
}

/** An add-on that the server wants here. */
export type WantedAddon = AskedAddon &
  (
    | { is: "awaited" }
    | { is: "here"; stored: StoredAddon }
    /** What was in force before under this name stays. `stored`: it lies here, and did not work. */
    | { is: "failed"; stored: StoredAddon | undefined }
  );

export interface AskedAddon {
  name: string;
  version: string;
  hash: string;
  variable: string;
  /** Absent where the offer has none that could be used. */
  source: AddonSource | undefined;
}

/** Where an add-on comes from. */
export interface AddonSource {
  file: OfferedFile;
  rule: AllowedPackage;
  /** The same content, which lies here: it is used if the operator still trusts who has signed it. Absent: there is none. */
  held?: StoredAddon;
}

/** What became of an add-on on its way. */
export type AddonOutcome = { fetched: true; stored: StoredAddon } | { fetched: false; failure: PackageFailure };

/** What a start makes of the record. */
export function initialAddons({ tried }: Partial<AddonsRecord> = {}): Addons {
  const { begun, ...set } = tried ?? {};
  return {
    wanted: [],
    fetching: [],
    isDue: false,
    isUntidy: false,
    waiting: undefined,
    trial: begun === undefined ? undefined : { id: JSON.stringify(set), begun, isNow: false },
  };
}
