import { stat } from "node:fs/promises";

import type { Scenario } from "./scenario.ts";

export const size: Scenario = {
  name: "size",
  title: "Size",
  story: "The executable as it is installed.",
  maxRounds: 1,
  measures: [
    {
      key: "bytes",
      title: "executable",
      unit: "bytes",
      aim: undefined,
      behind: "It holds the whole JavaScript runtime, 109 MB without a line of ours.",
    },
  ],
  async run(stage) {
    return { bytes: (await stat(stage.contestant.executable)).size };
  },
};
