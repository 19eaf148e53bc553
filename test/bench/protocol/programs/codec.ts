import { readFileSync } from "node:fs";
import { parseArgs } from "node:util";

import { decodeMessage } from "../../../../src/opamp/wire/decode.ts";
import { encodeMessage } from "../../../../src/opamp/wire/encode.ts";
import { codec } from "../../../../src/opamp/wire/messages.ts";
import { figuresOf } from "../../run/processes.ts";
import { emit } from "./line.ts";

/**
 * Decodes and encodes what is in a file. Events: decode, encode, each with {nanoseconds} of one of them; with
 * `--allocated` with its {bytes}, for which the process has to run without garbage collection (`BUN_JSC_useGC=0`).
 */
const { values, positionals } = parseArgs({
  options: {
    milliseconds: { type: "string", default: "1000" },
    allocated: { type: "boolean", default: false },
  },
  allowPositionals: true,
});
const batch = 100;
/** So much that what the process itself takes does not count. */
const enoughBytes = 128 * 1024 * 1024;

const body = new Uint8Array(readFileSync(positionals[0] ?? ""));
const message = decodeMessage(codec.AgentToServer, body);
if (!message) throw new Error(`${positionals[0]} is no message`);
const measure = values.allocated ? measureBytes : measureTime;
emit(
  "decode",
  measure(() => decodeMessage(codec.AgentToServer, body)),
);
emit(
  "encode",
  measure(() => encodeMessage(codec.AgentToServer, message)),
);

function measureTime(run: () => unknown): { nanoseconds: number } {
  const longestMs = Number(values.milliseconds);
  for (let round = 0; round < 20; round += 1) repeat(run);
  let count = 0;
  const start = performance.now();
  for (; performance.now() - start < longestMs; count += batch) repeat(run);
  return { nanoseconds: ((performance.now() - start) * 1e6) / count };
}

/** What the memory of the process grows by. */
function measureBytes(run: () => unknown): { bytes: number } {
  for (let round = 0; round < 20; round += 1) repeat(run);
  const anonymous = () => figuresOf(process.pid).anonymousBytes;
  const before = anonymous();
  let count = 0;
  for (; anonymous() - before < enoughBytes; count += batch) repeat(run);
  return { bytes: (anonymous() - before) / count };
}

function repeat(run: () => unknown): void {
  for (let time = 0; time < batch; time += 1) run();
}
