import type { CollectorConnections, OtherConnections, OwnTelemetry } from "../../compose/layers.ts";
import type { CertificateWish } from "../../connection/make-certificate-request.ts";
import type { ReportedState } from "../../opamp/client/parts.ts";
import type { AgentDescription, AvailableComponents, PackageStatuses } from "../../opamp/wire/messages.ts";
import type { OfferedFile, PackagesOffer } from "../../packages/packages-offer.ts";
import type { Death } from "../../storage/deaths.ts";
import type { PackagesRecord, StoredPackage } from "../../storage/packages-record.ts";
import type { PendingRequest } from "../../storage/pending-request.ts";
import type { Rejected } from "../../storage/rejected.ts";
import type { StoredHold } from "../../storage/stored-hold.ts";
import type { Trial } from "../../storage/trial.ts";
import type { Fields, Level } from "../../telemetry/log.ts";
import type { FailureCode } from "../apply/failure.ts";
import type { RemoteConfig } from "../apply/remote-config.ts";
import type { Earlier } from "../apply/rollback.ts";
import type { Held } from "../operator/held.ts";
import type { Addon } from "../packages/addon-set.ts";
import type { AddonSource } from "../packages/addons-state.ts";
import type { Wanted } from "../packages/packages-state.ts";
import type { Program } from "../packages/program.ts";
import type { ConnectionSettings } from "../server/connection-state.ts";
import type { SettingsStatus } from "../server/settings-status.ts";
import type { TimerName } from "./events.ts";
import type { Candidate, Composition, RemoteStatus } from "./state.ts";

/** What the mind wants done. Effects are data; the performer carries them out in the order given. */
export type Effect =
  /** Answered by `Composed` with the ticket. `lenient`: local files that make no sense are told and left out. */
  | { do: "Compose"; ticket: number; candidate: Candidate; uid: Uint8Array; lenient: boolean }
  /** Answered by `Checked` with the ticket. `validate`: ask the Collector's own check too. */
  | { do: "Check"; ticket: number; composition: Composition; running: Composition; validate: boolean }
  /** The check that is under way is wanted no more: no answer is awaited. */
  | { do: "AbandonCheck" }
  /** Answered by `CollectorStarted` or `CollectorNotStarted`, later perhaps by `CollectorExited`. `generation` names the new life. */
  | { do: "StartCollector"; generation: number; composition: Composition }
  /** The process takes another configuration: answered by what it reports, or by `CollectorNotReloaded`. */
  | { do: "ReloadCollector"; life: number; generation: number; composition: Composition }
  /** Answered by `CollectorStopped`. */
  | { do: "StopCollector"; life: number }
  /** Answered by `ObstacleGone`, until the next start of the Collector. */
  | { do: "WatchObstacle"; code: FailureCode; composition: Composition }
  | { do: "Report"; parts: ReportedState }
  | { do: "UseInstanceUid"; uid: Uint8Array }
  | { do: "SaveReceivedRemoteConfig"; remote: RemoteConfig }
  /** The one in force; `undefined`: none is. */
  | { do: "SaveWorkingRemoteConfig"; remote: RemoteConfig | undefined }
  /** The one to go back to while another is on probation; `undefined`: none is needed. */
  | { do: "SaveLastGoodRemoteConfig"; remote: RemoteConfig | undefined }
  /** The one that the operator may go back to; `undefined`: none is kept. */
  | { do: "SaveEarlierRemoteConfig"; earlier: Earlier | undefined }
  /** The newest one that waits for the end of the hold; `undefined`: none does. */
  | { do: "SaveHeldRemoteConfig"; remote: RemoteConfig | undefined }
  | { do: "SaveHold"; hold: StoredHold | undefined }
  /** For a server that has declared the supervisor's own capability. */
  | { do: "TellHold"; hold: StoredHold | undefined; held: Held }
  /** How everything is, for the same. */
  | { do: "TellStatus" }
  | { do: "SaveRemoteStatus"; status: RemoteStatus }
  | { do: "SaveRejected"; rejected: readonly Rejected[] }
  | { do: "SaveTrial"; trial: Trial | undefined }
  | { do: "SaveDeaths"; deaths: readonly Death[] }
  /** For a server that has declared the supervisor's own capability. */
  | { do: "TellDeaths"; deaths: readonly Death[]; inARow: number }
  | { do: "SaveTelemetry"; telemetry: OwnTelemetry }
  | { do: "SaveOtherConnections"; others: OtherConnections }
  | { do: "SaveSettingsStatus"; status: SettingsStatus }
  /** Certificates and keys of other connections of the Collector than these are removed from the disk. */
  | { do: "KeepCredentials"; connections: readonly CollectorConnections[] }
  /** Settings of the connection to the server that are on trial; `undefined`: none are. */
  | { do: "SaveConnectionCandidate"; settings: ConnectionSettings | undefined }
  /** The accepted ones; `undefined`: the operator's alone. */
  | { do: "SaveConnection"; settings: ConnectionSettings | undefined }
  /** Answered by `ServerProbed` with the ticket. */
  | { do: "ProbeServer"; ticket: number; settings: ConnectionSettings }
  /** No answer is awaited any more. */
  | { do: "AbandonProbe" }
  /** From now on by these settings, which have this number; `undefined`: the operator's alone. */
  | { do: "UseConnection"; use: number; settings: ConnectionSettings | undefined }
  /** The interval of heartbeats that these settings have. */
  | { do: "UseHeartbeat"; settings: ConnectionSettings | undefined }
  | { do: "SaveInstanceUid"; uid: Uint8Array }
  /** Answered by `CertificateRequestMade` with the ticket, once key and request are on disk. */
  | { do: "MakeCertificateRequest"; ticket: number; wish: CertificateWish; form: string }
  /** Answered by an offer of the server, by `ServerRefused`, or not at all. `csr`: PEM. */
  | { do: "AskForCertificate"; csr: string }
  /** It is answered. */
  | { do: "SaveCertificateRequest"; request: PendingRequest | undefined }
  /** What the Collector of an executable says of itself. */
  | {
      do: "Learn";
      program: Program | undefined;
      description: AgentDescription | undefined;
      components: AvailableComponents | undefined;
    }
  /**
   * Answered by `PackageProgressed` now and then, and by `PackageFetched`, with the ticket; `held`: the content lies here
   * already.
   */
  | { do: "FetchPackage"; ticket: number; wanted: Wanted; file: OfferedFile; held: StoredPackage | undefined }
  /** No answer is awaited any more; what came stays for the next time. */
  | { do: "AbandonPackage" }
  /** All packages but those with these programs are removed from the disk. */
  | { do: "KeepPackages"; programs: readonly string[] }
  /** Answered by `AddonProgressed` now and then, and by `AddonFetched`, with the ticket. */
  | ({
      do: "FetchAddon";
      ticket: number;
      addon: Pick<Addon, "name" | "version" | "hash">;
    } & AddonSource)
  /** No answer with this ticket is awaited any more; what came stays for the next time. */
  | { do: "AbandonAddon"; ticket: number }
  /** All add-ons but those in these directories are removed from the disk. */
  | { do: "KeepAddons"; directories: readonly string[] }
  /** The same three for packages of the supervisor itself, answered by `SupervisorProgressed` and `SupervisorFetched`. */
  | { do: "FetchSupervisor"; ticket: number; wanted: Wanted; file: OfferedFile; held: StoredPackage | undefined }
  | { do: "AbandonSupervisor" }
  | { do: "KeepSupervisors"; programs: readonly string[] }
  /**
   * The supervisor with this program (from the directory; `undefined`: the operator's own) says whether it takes what is here now.
   * Answered by `SuccessorAsked` with the ticket, unless it is abandoned.
   */
  | { do: "AskSuccessor"; ticket: number; program: string | undefined; by: Wanted["by"] }
  /**
   * This supervisor is to end in order, and the one with this program is to be tried in its place, for at most `proofMs`
   * (milliseconds) until its proof. Answered by `StopRequested`.
   */
  | { do: "HandOver"; program: string | undefined; version: string; hash: string; by: Wanted["by"]; proofMs: number }
  /** This supervisor was tried, and is to end in order. Answered by `StopRequested`. */
  | { do: "EndTrial"; proved: boolean }
  | { do: "SaveSupervisorPackages"; packages: PackagesRecord }
  | { do: "SavePackages"; packages: PackagesRecord }
  | { do: "SavePackageOffer"; offer: PackagesOffer }
  | { do: "SavePackageStatuses"; statuses: PackageStatuses }
  | { do: "SetTimer"; timer: TimerName; serial: number; delayMs: number }
  | { do: "CancelTimer"; timer: TimerName }
  | { do: "Log"; level: Level; message: string; fields?: Fields }
  /** The Collector is down and the supervisor may end. */
  | { do: "Finish" };
