import { verdictOf } from "../../collector/health-verdict.ts";
import { differs, forgetDeaths } from "../collector/keepalive.ts";
import { type Composition, isLive, type State } from "../mind/state.ts";
import { log, type Turn } from "../mind/turn.ts";

/** A process that was given an equal configuration stands for `composition` from now on, without a restart. */
export function adopt(turn: Turn, composition: Composition): "proven" | "unproven" | "no" {
  const { process } = turn.state;
  if (!isLive(process) || differs(process.run.composition, composition)) return "no";
  turn.state.process = { ...process, run: { ...process.run, composition } };
  return process.is === "up" && process.proven && !saysItFailed(turn.state) ? "proven" : "unproven";
}

/** A process that has proved itself and does not work any more proves nothing. */
function saysItFailed({ view }: State): boolean {
  return view?.health !== undefined && view.health !== null && verdictOf(view.health).is === "failed";
}

/** What is in force runs again: its composition is at hand if it was proved in this run, otherwise it is made anew. */
export function goBack(turn: Turn): void {
  const { state } = turn;
  const { accepted, good } = state;
  state.desired = accepted;
  if (good === undefined) {
    turn.desiredChanged = true;
    return;
  }
  goBackTo(turn, good);
}

/** What has run before runs again, and its health is awaited. */
export function goBackTo(turn: Turn, composition: Composition): void {
  const { state } = turn;
  state.target = { is: "run", composition };
  const adopted = adopt(turn, composition);
  if (adopted === "proven") return;
  if (adopted === "no") forgetDeaths(turn);
  state.apply = { is: "reverting", composition };
  const { remote, program } = composition.candidate;
  log(turn, "warn", "Going back to the last good configuration", {
    remoteConfig: remote?.id,
    ...(program && { program: program.version }),
  });
}
