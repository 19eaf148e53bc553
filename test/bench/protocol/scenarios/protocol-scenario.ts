import type { Sample, ScenarioText } from "../../scenarios/scenario.ts";
import type { Side } from "../run/side.ts";

/** What is done with each implementation. */
export interface ProtocolScenario extends ScenarioText {
  run(side: Side): Promise<Readonly<Record<string, Sample>>>;
}
