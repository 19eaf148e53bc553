export { runtimeVersion } from "#runtime/engine.ts";
