export { silentLog } from "../../src/telemetry/silent-log.ts";
