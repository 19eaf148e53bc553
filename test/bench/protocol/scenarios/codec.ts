import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

import type { Measure } from "../../scenarios/scenario.ts";
import { fullState, smallStatus } from "../run/messages.ts";
import { goProgram, ourProgram, type Program } from "../run/program.ts";
import type { ProtocolScenario } from "./protocol-scenario.ts";

const objects =
  "A decoded message is objects of a language whose numbers, strings and lists know their kind at run time; Go's are laid out at compile time.";

function measures(behindDecode: string | undefined): Measure[] {
  const because = behindDecode === undefined ? {} : { behind: behindDecode };
  return [
    { key: "decode", title: "decode", unit: "µs", aim: undefined, ...because },
    { key: "encode", title: "encode", unit: "µs", aim: undefined, ...because },
    { key: "decodeBytes", title: "allocated to decode", unit: "B", aim: undefined, ...because },
    { key: "encodeBytes", title: "allocated to encode", unit: "B", aim: undefined, ...because },
  ];
}

function codecScenario(name: string, title: string, content: string, message: Uint8Array): ProtocolScenario {
  return {
    name,
    title,
    story: `${content}, ${message.length} bytes, over and over for a second. What is allocated is the growth of the process without garbage collection with us, \`TotalAlloc\` with Go.`,
    measures: measures(objects),
    async run(side) {
      const directory = await mkdtemp(join(tmpdir(), "opamp-bench-"));
      const file = join(directory, "message");
      await writeFile(file, message);
      try {
        if (side.name === "go") return await readBoth(await goProgram("codec", [file]));
        const times = await readBoth(ourProgram("codec", [file]));
        const bytes = await readBoth(ourProgram("codec", ["--allocated", file], { BUN_JSC_useGC: "0" }));
        return { ...bytes, ...times };
      } finally {
        await rm(directory, { recursive: true });
      }
    },
  };
}

async function readBoth(started: Program): Promise<Record<string, number>> {
  await using program = started;
  const samples: Record<string, number> = {};
  for (const event of ["decode", "encode"]) {
    const { nanoseconds, bytes } = await program.next(event);
    if (typeof nanoseconds === "number") samples[event] = nanoseconds / 1000;
    if (typeof bytes === "number") samples[`${event}Bytes`] = bytes;
  }
  return samples;
}

export const codecSmall = codecScenario("codec-small", "Small status", "A change of health", smallStatus);

export const codecFull = codecScenario(
  "codec-full",
  "Full state",
  "All that a Collector says of itself (configuration, health of 20 pipelines, 60 components)",
  fullState,
);
