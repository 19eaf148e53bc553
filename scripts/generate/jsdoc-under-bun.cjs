/**
 * Preloaded where the typings are generated. JSDoc loads itself through `requizzle`, which rewrites internals of Node's
 * module loader that Bun does not have; what it is used for there is only that `jsdoc/x` means `jsdoc/lib/jsdoc/x`.
 */
const { existsSync } = require("node:fs");
const Module = require("node:module");
const { dirname, join } = require("node:path");

const jsdoc = dirname(require.resolve("jsdoc/package.json"));
const requireFromJsdoc = Module.createRequire(join(jsdoc, "jsdoc.js"));

const resolve = Module._resolveFilename;
Module._resolveFilename = function (request, ...rest) {
  const inLibrary = join(jsdoc, "lib", `${request}.js`);
  const found = request.startsWith("jsdoc/") && existsSync(inLibrary) ? inLibrary : request;
  return resolve.call(this, found, ...rest);
};

const requizzle = requireFromJsdoc.resolve("requizzle");
require.cache[requizzle] = Object.assign(new Module(requizzle), { loaded: true, exports: () => requireFromJsdoc });
