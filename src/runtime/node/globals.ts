/** What this program uses of the language and the runtime and Node 20 does not have yet. To be imported first. */
import "core-js/actual/array/from-async.js";
import "core-js/actual/iterator/index.js";
import "core-js/actual/map/group-by.js";
import "core-js/actual/object/group-by.js";
import "core-js/actual/promise/try.js";
import "core-js/actual/promise/with-resolvers.js";
import "core-js/actual/set/index.js";
import "core-js/actual/typed-array/from-base64.js";
import "core-js/actual/typed-array/from-hex.js";
import "core-js/actual/typed-array/to-base64.js";
import "core-js/actual/typed-array/to-hex.js";
import "core-js/actual/url/parse.js";
import { createRequire } from "node:module";

import { execve } from "./execve.ts";
import { endsWithoutTerminal } from "./lost-terminal.ts";
import { nativeCalls } from "./native-calls.ts";
import { nameSources } from "./source-lines.ts";

nameSources();
endsWithoutTerminal();

if (process.getBuiltinModule === undefined) {
  const load = createRequire(process.execPath);
  process.getBuiltinModule = ((name: string) => load(name) as unknown) as typeof process.getBuiltinModule;
}

// With `Headers` comes an HTTP client, of which nothing is used here and which needs this. With `--jitless` there is none.
Reflect.set(
  globalThis,
  "WebAssembly",
  Reflect.get(globalThis, "WebAssembly") ?? { compile: () => new Promise(() => {}) },
);

// What loads the native part is asked for by few commands alone.
if (process.execve === undefined) {
  Object.defineProperty(process, "execve", { get: () => (hasNativeCalls() ? execve : undefined) });
}

function hasNativeCalls(): boolean {
  try {
    nativeCalls();
    return true;
  } catch {
    return false;
  }
}
