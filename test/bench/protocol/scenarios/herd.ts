import { seededRandom } from "../../../support/seeded-random.ts";
import type { Measure } from "../../scenarios/scenario.ts";
import { loseServer } from "../herd/lose-server.ts";
import { goRule, ourRule } from "../herd/rules.ts";
import { busiest, type Herd, quantile, simulateHerd } from "../herd/simulate.ts";
import type { Side } from "../run/side.ts";
import type { ProtocolScenario } from "./protocol-scenario.ts";

/** Milliseconds that the server is away. */
export const outageMs = 60_000;
export const simulatedClients = 10_000;
export const realClients = 500;

/** What a server sees of a simulated herd of one side; the same at each call. */
export function simulatedHerd({ name }: Pick<Side, "name">): Herd {
  const rule = name === "ours" ? ourRule : goRule;
  return simulateHerd({ rule, clients: simulatedClients, outageMs, random: seededRandom(1) });
}

const spread = "Waits are drawn from 0 to a ceiling that doubles up to 60 s, so that the herd returns over that time.";

const returning: Measure[] = [
  { key: "busiestReturn", title: "most returns within 0.1 s", unit: "count", aim: 1 },
  { key: "half", title: "→ half are back", unit: "ms", aim: undefined, behind: spread },
  { key: "most", title: "→ 95 % are back", unit: "ms", aim: undefined, behind: spread },
  { key: "last", title: "→ all are back", unit: "ms", aim: undefined, behind: spread },
];

function returnSamples(returns: readonly number[]) {
  return {
    busiestReturn: busiest(returns, 100),
    half: quantile(returns, 0.5) - outageMs,
    most: quantile(returns, 0.95) - outageMs,
    last: quantile(returns, 1) - outageMs,
  };
}

export const herd: ProtocolScenario = {
  name: "herd",
  title: "Herd of 10 000, simulated",
  story:
    "All lose their server at the same moment, and it is away for a minute. The waits are those of our client's own code and of the Go library's rule, on a clock that jumps; times count from the server's return.",
  maxRounds: 1,
  measures: [{ key: "busiestAttempts", title: "most attempts within 0.1 s", unit: "count", aim: 1 }, ...returning],
  async run(side) {
    const { attempts, returns } = simulatedHerd(side);
    return { busiestAttempts: busiest(attempts, 100), ...returnSamples(returns) };
  },
};

export const realHerd: ProtocolScenario = {
  name: "herd-real",
  title: `Herd of ${realClients}, real`,
  story: `${realClients} real clients in one process, whose server is killed and starts again a minute later.`,
  maxRounds: 1,
  measures: returning,
  async run(side) {
    const returns = await loseServer({ side, clients: realClients, outageMs });
    return returnSamples(returns);
  },
};
