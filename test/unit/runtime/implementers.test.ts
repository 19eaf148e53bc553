import { expect, test } from "bun:test";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

import type * as bunBindTcp from "../../../src/runtime/bun/bind-tcp.ts";
import type * as bunDial from "../../../src/runtime/bun/dial.ts";
import type * as bunEngine from "../../../src/runtime/bun/engine.ts";
import type * as bunFfi from "../../../src/runtime/bun/ffi.ts";
import type * as bunGzip from "../../../src/runtime/bun/gzip.ts";
import type * as bunHashes from "../../../src/runtime/bun/hashes.ts";
import type * as bunInflateStream from "../../../src/runtime/bun/inflate-stream.ts";
import type * as bunListen from "../../../src/runtime/bun/listen.ts";
import type * as bunOldCiphers from "../../../src/runtime/bun/old-ciphers.ts";
import type * as bunReadDescriptor from "../../../src/runtime/bun/read-descriptor.ts";
import type * as bunRunWithInput from "../../../src/runtime/bun/run-with-input.ts";
import type * as bunSingleRequest from "../../../src/runtime/bun/single-request.ts";
import type * as bunSpawn from "../../../src/runtime/bun/spawn.ts";
import type * as bunStructuredData from "../../../src/runtime/bun/structured-data.ts";
import type * as bunUnixSockets from "../../../src/runtime/bun/unix-sockets.ts";
import type * as bunUuidv7 from "../../../src/runtime/bun/uuidv7.ts";
import type * as nodeBindTcp from "../../../src/runtime/node/bind-tcp.ts";
import type * as nodeDial from "../../../src/runtime/node/dial.ts";
import type * as nodeEngine from "../../../src/runtime/node/engine.ts";
import type * as nodeFfi from "../../../src/runtime/node/ffi.ts";
import type * as nodeGzip from "../../../src/runtime/node/gzip.ts";
import type * as nodeHashes from "../../../src/runtime/node/hashes.ts";
import type * as nodeInflateStream from "../../../src/runtime/node/inflate-stream.ts";
import type * as nodeListen from "../../../src/runtime/node/listen.ts";
import type * as nodeOldCiphers from "../../../src/runtime/node/old-ciphers.ts";
import type * as nodeReadDescriptor from "../../../src/runtime/node/read-descriptor.ts";
import type * as nodeRunWithInput from "../../../src/runtime/node/run-with-input.ts";
import type * as nodeSingleRequest from "../../../src/runtime/node/single-request.ts";
import type * as nodeSpawn from "../../../src/runtime/node/spawn.ts";
import type * as nodeStructuredData from "../../../src/runtime/node/structured-data.ts";
import type * as nodeUnixSockets from "../../../src/runtime/node/unix-sockets.ts";
import type * as nodeUuidv7 from "../../../src/runtime/node/uuidv7.ts";
import { projectRoot } from "../../support/project.ts";

const sources = new Bun.Glob("src/**/*.ts").scanSync(projectRoot);

/** Compiles where the one can stand in the place of the other. */
type Stands<Node extends Bun, Bun> = Node;

/** What the compiler holds against each other. */
interface Held {
  "bind-tcp.ts": Stands<typeof nodeBindTcp, typeof bunBindTcp>;
  "dial.ts": Stands<typeof nodeDial, typeof bunDial>;
  "engine.ts": Stands<typeof nodeEngine, typeof bunEngine>;
  "ffi.ts": Stands<typeof nodeFfi, typeof bunFfi>;
  "gzip.ts": Stands<typeof nodeGzip, typeof bunGzip>;
  "hashes.ts": Stands<typeof nodeHashes, typeof bunHashes>;
  "inflate-stream.ts": Stands<typeof nodeInflateStream, typeof bunInflateStream>;
  "listen.ts": Stands<typeof nodeListen, typeof bunListen>;
  "old-ciphers.ts": Stands<typeof nodeOldCiphers, typeof bunOldCiphers>;
  "read-descriptor.ts": Stands<typeof nodeReadDescriptor, typeof bunReadDescriptor>;
  "run-with-input.ts": Stands<typeof nodeRunWithInput, typeof bunRunWithInput>;
  "single-request.ts": Stands<typeof nodeSingleRequest, typeof bunSingleRequest>;
  "spawn.ts": Stands<typeof nodeSpawn, typeof bunSpawn>;
  "structured-data.ts": Stands<typeof nodeStructuredData, typeof bunStructuredData>;
  "unix-sockets.ts": Stands<typeof nodeUnixSockets, typeof bunUnixSockets>;
  "uuidv7.ts": Stands<typeof nodeUuidv7, typeof bunUuidv7>;
}

const held: Readonly<Record<keyof Held, true>> = {
  "bind-tcp.ts": true,
  "dial.ts": true,
  "engine.ts": true,
  "ffi.ts": true,
  "gzip.ts": true,
  "hashes.ts": true,
  "inflate-stream.ts": true,
  "listen.ts": true,
  "old-ciphers.ts": true,
  "read-descriptor.ts": true,
  "run-with-input.ts": true,
  "single-request.ts": true,
  "spawn.ts": true,
  "structured-data.ts": true,
  "unix-sockets.ts": true,
  "uuidv7.ts": true,
};

/** What is asked of whatever runtime the program is built for. */
const asked = new Set(
  [...sources].flatMap((path) => {
    const text = readFileSync(join(projectRoot, path), "utf8");
    return [...text.matchAll(/from "#runtime\/([\w-]+\.ts)"/g)].map(([, file = ""]) => file);
  }),
);

test.each(["bun", "node"])("%s has a file for everything that is asked of a runtime", (runtime) => {
  expect(asked.size).toBeGreaterThan(10);
  const there = new Set(readdirSync(join(projectRoot, "src/runtime", runtime)));
  expect([...asked].filter((file) => !there.has(file))).toEqual([]);
});

test("the compiler holds all that is asked of a runtime with Node against the same with Bun", () => {
  expect(Object.keys(held).toSorted()).toEqual([...asked].toSorted());
});
