import { beginApply, takeCheck, takeComposition, takeEmptied } from "../apply/apply.ts";
import { begin, hearServer, missServer, takeFallbackTime } from "../apply/fallback.ts";
import { hearFlow } from "../apply/flow-guard.ts";
import { hearLoss, hearReport, heedSilence, judge, takeLiveness } from "../apply/listen.ts";
import { noteRefusedPart, takeOperatorPart } from "../apply/operator-change.ts";
import { promote } from "../apply/probation.ts";
import { takeEnd, takeNotReloaded, takeReloadDelay, takeStart, takeStopped } from "../apply/process-news.ts";
import { awaitProof, takeSettled, takeTimeout } from "../apply/proof.ts";
import { requestConfigRollback, tendRollback } from "../apply/rollback.ts";
import { endTrial } from "../apply/verdict.ts";
import { endWait, finish, moveProcess } from "../collector/keepalive.ts";
import { endHold, goOn, keepHold, requestHold, resumeHold } from "../operator/hold.ts";
import { keepAddons } from "../packages/addon-records.ts";
import { takeAddonTime } from "../packages/addon-wait.ts";
import { moveAddons, stopAddons, takeAddonFetched, takeAddonProgress } from "../packages/addons.ts";
import { tellHeldOffer } from "../packages/held-offer.ts";
import { loseProgram } from "../packages/lost-program.ts";
import { requestRollback } from "../packages/package-orders.ts";
import { rollBackSelf } from "../packages/self-orders.ts";
import { beginSelf, missProof, noteServer } from "../packages/self-proof.ts";
import {
  abandonSelf,
  moveSelf,
  takeSelfFetched,
  takeSelfProgress,
  takeSuccessorAsked,
} from "../packages/self-upgrade.ts";
import {
  holdsConfiguration,
  moveUpgrade,
  offerPackages,
  planOffer,
  stopUpgrade,
  takeFetched,
  takeProgress,
} from "../packages/upgrade.ts";
import { reportObservations } from "../report/report.ts";
import { tellStatus } from "../report/tell-status.ts";
import { takeFiguresDue } from "../report/told-figures.ts";
import {
  endWaitForCertificate,
  hearAnswer,
  missWithCertificate,
  moveCertificate,
  takeMade,
  takeRefusal,
} from "../server/certificate.ts";
import {
  beginConnection,
  moveConnection,
  noteRefusal,
  takeAnswer,
  takeConnectionTime,
  takeMiss,
  takeProbe,
  takeReturnTime,
} from "../server/connection.ts";
import { offerSettings } from "../server/settings-offer.ts";
import { forgetCredentials } from "../server/used-connections.ts";
import type { Effect } from "./effects.ts";
import { type Event, type TimerName, timerNames } from "./events.ts";
import { offerRemoteConfig, requestRestart, requestRetry, useInstanceUid } from "./offers.ts";
import type { State } from "./state.ts";
import { beginTurn, cancelTimer, log, type Moment, type Turn } from "./turn.ts";

export interface Step {
  state: State;
  effects: Effect[];
}

/**
 * The whole mind: what happens next, given what is known and what has just happened. Pure: the same arguments give the
 * same result, `state` is not changed, effects are data.
 */
export function step(state: State, event: Event, moment: Moment): Step {
  const turn = beginTurn(state, moment);
  take(turn, event);
  goOn(turn);
  planOffer(turn);
  moveAddons(turn);
  bringDesired(turn);
  moveProcess(turn);
  awaitProof(turn);
  takeEmptied(turn);
  moveUpgrade(turn);
  moveSelf(turn);
  takeEmptied(turn);
  tendRollback(turn);
  goOn(turn);
  planOffer(turn);
  moveAddons(turn);
  bringDesired(turn);
  takeEmptied(turn);
  heedSilence(turn);
  moveConnection(turn);
  moveCertificate(turn);
  keepAddons(turn);
  tellHeldOffer(turn);
  keepHold(turn, state);
  reportObservations(turn);
  tellStatus(turn, state);
  forgetCredentials(turn, state);
  finish(turn);
  return { state: turn.state, effects: turn.effects };
}

function take(turn: Turn, event: Event): void {
  if (turn.state.stopRequested && !lastNews.has(event.is)) return;
  switch (event.is) {
    case "Started":
      beginSelf(turn);
      beginConnection(turn);
      resumeHold(turn);
      return begin(turn);
    case "ServerReached":
      turn.state.certificate = { ...turn.state.certificate, own: event.certificate };
      return hearServer(turn, event.use);
    case "CertificatesRead":
      turn.state.otherCertificates = event.certificates;
      return;
    case "FiguresDue":
      return takeFiguresDue(turn);
    case "ServerAnswered":
      noteServer(turn, undefined);
      takeAnswer(turn, event.use);
      return hearAnswer(turn, event.use);
    case "ServerMissed":
      noteServer(turn, event.reason);
      takeMiss(turn, event.use, event.reason);
      missWithCertificate(turn, event);
      return missServer(turn, event.use);
    case "ServerProbed":
      return takeProbe(turn, event.ticket, event.outcome);
    case "ServerRefused":
      noteRefusal(turn, event.use, event.reason);
      return takeRefusal(turn, event.reason);
    case "CertificateRequestMade":
      return takeMade(turn, event.ticket, event.making);
    case "RemoteConfigOffered":
      return offerRemoteConfig(turn, event.remote);
    case "ConnectionSettingsOffered":
      return offerSettings(turn, event.offered);
    case "InstanceUidAssigned":
      return useInstanceUid(turn, event.uid);
    case "RestartRequested":
      return requestRestart(turn, event.by);
    case "OperatorPartRead":
      return takeOperatorPart(turn, event);
    case "OperatorPartRefused":
      return noteRefusedPart(turn, event.reason);
    case "RetryRequested":
      endWaitForCertificate(turn);
      return requestRetry(turn);
    case "ConfigRollbackRequested":
      return requestConfigRollback(turn);
    case "HoldRequested":
      return requestHold(turn, event.reason, event.forMs);
    case "ReleaseRequested":
      return endHold(turn, "operator");
    case "Composed":
      takeComposition(turn, event.ticket, event.outcome);
      bringDesired(turn);
      return judge(turn);
    case "Checked":
      takeCheck(turn, event.ticket, event.outcome);
      bringDesired(turn);
      return judge(turn);
    case "CollectorStarted":
      return takeStart(turn, event.life, event.pid);
    case "CollectorNotStarted":
      return takeEnd(turn, event.life, event.failure);
    case "CollectorNotReloaded":
      return takeNotReloaded(turn, event.generation, event.failure);
    case "CollectorExited":
      return takeEnd(turn, event.life, event.ending);
    case "CollectorStopped":
      return takeStopped(turn, event.life);
    case "CollectorReported":
      return hearReport(turn, event.generation, event.report);
    case "CollectorMeasured":
      return hearFlow(turn, event.generation, event.counts);
    case "CollectorLost":
      return hearLoss(turn, event.generation);
    case "ObstacleGone":
      return endWait(turn);
    case "PackagesOffered":
      return offerPackages(turn, event.offer);
    case "PackageProgressed":
      return takeProgress(turn, event.ticket, event.phase, event.progress);
    case "PackageFetched":
      return takeFetched(turn, event.ticket, event.outcome);
    case "AddonProgressed":
      return takeAddonProgress(turn, event.ticket, event.phase, event.progress);
    case "AddonFetched":
      return takeAddonFetched(turn, event.ticket, event.outcome);
    case "OwnVersionLearned":
      turn.state.packages = { ...turn.state.packages, ownVersion: event.version };
      return;
    case "ProgramLost":
      return loseProgram(turn, event.program, event.reason);
    case "SupervisorProgressed":
      return takeSelfProgress(turn, event.ticket, event.phase, event.progress);
    case "SupervisorFetched":
      return takeSelfFetched(turn, event.ticket, event.outcome);
    case "SuccessorAsked":
      return takeSuccessorAsked(turn, event.ticket, event.refusal);
    case "RollbackRequested":
      return requestRollback(turn, event.version, event.passedOver);
    case "SupervisorRollbackRequested":
      return rollBackSelf(turn, event.version, event.passedOver);
    case "TimerFired":
      return timerFired(turn, event.timer, event.serial);
    case "StopRequested":
      return requestStop(turn);
  }
}

function bringDesired(turn: Turn): void {
  if (!turn.desiredChanged) return;
  turn.desiredChanged = false;
  if (!holdsConfiguration(turn)) beginApply(turn);
}

/** Events that still count after a stop was asked for: what becomes of the process. */
const lastNews: ReadonlySet<Event["is"]> = new Set([
  "CollectorStarted",
  "CollectorNotStarted",
  "CollectorNotReloaded",
  "CollectorExited",
  "CollectorStopped",
] as const);

/** A configuration whose trial is cut short gets no verdict: the next start of the supervisor tries it again. */
function requestStop(turn: Turn): void {
  const { state } = turn;
  for (const timer of timerNames) cancelTimer(turn, timer);
  if (state.apply.is === "validating") turn.effects.push({ do: "AbandonCheck" });
  if (state.connection.is === "probing") turn.effects.push({ do: "AbandonProbe" });
  endTrial(turn);
  stopUpgrade(turn);
  stopAddons(turn);
  abandonSelf(turn);
  state.stopRequested = true;
  state.apply = { is: "idle" };
  log(turn, "info", "Supervisor stopping");
}

function timerFired(turn: Turn, timer: TimerName, serial: number): void {
  const { [timer]: current, ...others } = turn.state.timers;
  if (current !== serial) return;
  turn.state.timers = others;
  switch (timer) {
    case "proof":
      return takeTimeout(turn);
    case "settle":
      return takeSettled(turn);
    case "restart":
      return endWait(turn);
    case "stable":
      turn.state.deaths = 0;
      return;
    case "reload":
      return takeReloadDelay(turn);
    case "probation":
      return promote(turn);
    case "liveness":
      return takeLiveness(turn);
    case "farewell":
    case "absence":
      return;
    case "fallback":
      return takeFallbackTime(turn);
    case "connection":
      return takeConnectionTime(turn);
    case "return":
      return takeReturnTime(turn);
    case "certificate":
      return endWaitForCertificate(turn);
    case "addons":
      return takeAddonTime(turn);
    case "trial":
      return missProof(turn);
    case "hold":
      return endHold(turn, "time");
  }
}
