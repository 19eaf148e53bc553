import type { Ending } from "../../collector/ending.ts";
import type { FlowCounts } from "../../collector/flow-counts.ts";
import type { CertificateDoubt } from "../../connection/doubts-certificate.ts";
import type { AgentState } from "../../opamp/server/agent-state.ts";
import type { PackagesOffer } from "../../packages/packages-offer.ts";
import type { PendingRequest } from "../../storage/pending-request.ts";
import type { Failure } from "../apply/failure.ts";
import type { OperatorPart } from "../apply/operator-part.ts";
import type { RemoteConfig } from "../apply/remote-config.ts";
import type { AddonOutcome } from "../packages/addons-state.ts";
import type { Progress } from "../packages/package-status.ts";
import type { FetchOutcome, FetchPhase, PackageFailure } from "../packages/packages-state.ts";
import type { OtherCertificate, OwnCertificate } from "../server/certificate-state.ts";
import type { OfferedSettings } from "../server/read-offered-settings.ts";
import type { Composition, Settings } from "./state.ts";

/** What effects of composing bring back. */
export type ComposeOutcome =
  | { composed: true; composition: Composition }
  /** `lacking`: variables of the add-ons that it refers to and that are not among those of the candidate. */
  | { composed: false; failure: Failure; lacking?: readonly string[] };

/** What a check of a composition brings back. */
export type CheckOutcome = { passed: true } | { passed: false; failure: Failure };

/** Whether a server can be reached: up to the upgrade over WebSocket, up to TLS over HTTP. */
export type ProbeOutcome = { reached: true } | { reached: false; reason: string };
/** What the making of a request for a certificate brings back. */
export type CertificateMaking = { made: true; request: PendingRequest } | { made: false; reason: string };

/** The timers of the mind. Setting one replaces the one of the same name. */
export type TimerName = (typeof timerNames)[number];

export const timerNames = [
  "proof",
  "settle",
  "restart",
  "stable",
  "reload",
  "probation",
  "liveness",
  "farewell",
  "absence",
  "fallback",
  "connection",
  "return",
  "certificate",
  "addons",
  "trial",
  "hold",
] as const;

/** Everything that can happen. */
export type Event =
  | { is: "Started" }
  | { is: "RemoteConfigOffered"; remote: RemoteConfig }
  | { is: "ConnectionSettingsOffered"; offered: OfferedSettings }
  | { is: "InstanceUidAssigned"; uid: Uint8Array }
  /** A connection is there; `use`: of the settings that it was made with; `certificate`: the operator's for it. */
  | { is: "ServerReached"; use: number; certificate?: OwnCertificate }
  /** The first message without an error on a connection; `use`: of the settings that it was made with. */
  | { is: "ServerAnswered"; use: number }
  /** The connection is lost, or could not be made. `doubt`: how far it is as where the server does not accept the client certificate. Default: not at all. */
  | { is: "ServerMissed"; use: number; reason: string; doubt?: CertificateDoubt }
  /** The certificates that are shown to others than the server were looked at. */
  | { is: "CertificatesRead"; certificates: readonly OtherCertificate[] }
  /** A message goes to the server in any case, or it has said that it takes the supervisor's own words: figures go along. */
  | { is: "FiguresDue" }
  /** What looking at the way of offered settings has brought. */
  | { is: "ServerProbed"; ticket: number; outcome: ProbeOutcome }
  /** By the server's command or by the operator. */
  | { is: "RestartRequested"; by: "server" | "operator" }
  /** The operator has written something else; `what` has changed. */
  | { is: "OperatorPartRead"; operator: OperatorPart; settings: Settings; what: readonly string[] }
  /** What he has written cannot be used, or not before another start of the supervisor. */
  | { is: "OperatorPartRefused"; reason: string }
  /** The operator wants a configuration that failed tried again. */
  | { is: "RetryRequested" }
  /** The operator goes back to the last good remote configuration before the one in force. */
  | { is: "ConfigRollbackRequested" }
  /** The operator wants nothing begun that the server asks for. `forMs`: how long; `undefined`: until it is released. */
  | { is: "HoldRequested"; reason: string; forMs: number | undefined }
  | { is: "ReleaseRequested" }
  | { is: "Composed"; ticket: number; outcome: ComposeOutcome }
  | { is: "Checked"; ticket: number; outcome: CheckOutcome }
  | { is: "CollectorStarted"; life: number; pid: number }
  | { is: "CollectorNotStarted"; life: number; failure: Failure }
  /** `failure`: why it goes on with what it has; without one it is a process that cannot be reloaded. */
  | { is: "CollectorNotReloaded"; generation: number; failure: Failure | undefined }
  | { is: "CollectorExited"; life: number; ending: Ending }
  | { is: "CollectorStopped"; life: number }
  | { is: "CollectorReported"; generation: number; report: AgentState }
  /** It has counted its data, and itself. */
  | { is: "CollectorMeasured"; generation: number; counts: FlowCounts }
  /** Its connection to the link ended; it may come back. */
  | { is: "CollectorLost"; generation: number }
  /** What keeps the Collector from running may be there again. */
  | { is: "ObstacleGone" }
  /** Key and request for a client certificate are on disk, or could not be had. */
  | { is: "CertificateRequestMade"; ticket: number; making: CertificateMaking }
  /** The server has refused a message of ours, which may be a request for a certificate. `use`: of the connection on which it said so. */
  | { is: "ServerRefused"; use?: number; reason: string }
  | { is: "PackagesOffered"; offer: PackagesOffer }
  /** What was fetched is further; `progress`: of the download. */
  | { is: "PackageProgressed"; ticket: number; phase: FetchPhase; progress: Progress | undefined }
  | { is: "PackageFetched"; ticket: number; outcome: FetchOutcome }
  | { is: "AddonProgressed"; ticket: number; phase: FetchPhase; progress: Progress | undefined }
  | { is: "AddonFetched"; ticket: number; outcome: AddonOutcome }
  /** The same for the supervisor itself. */
  | { is: "SupervisorProgressed"; ticket: number; phase: FetchPhase; progress: Progress | undefined }
  | { is: "SupervisorFetched"; ticket: number; outcome: FetchOutcome }
  /** The one that is to be tried was asked whether it takes what is here now. `refusal`: why not; `undefined`: it does. */
  | { is: "SuccessorAsked"; ticket: number; refusal: PackageFailure | undefined }
  /** The operator's own executable, which may be another one than at the start, says that it is this version. */
  | { is: "OwnVersionLearned"; version: string }
  /** The program of a package (path from `packages/`) is not there any more as it was installed. */
  | { is: "ProgramLost"; program: string; reason: string }
  /** By the operator, to another version of the Collector that is here; `passedOver`: hashes of those that are not trusted any more. */
  | { is: "RollbackRequested"; version: string | undefined; passedOver?: readonly string[] }
  /** By the operator, to another version of the supervisor that is here. */
  | { is: "SupervisorRollbackRequested"; version: string | undefined; passedOver?: readonly string[] }
  | { is: "TimerFired"; timer: TimerName; serial: number }
  | { is: "StopRequested" };
