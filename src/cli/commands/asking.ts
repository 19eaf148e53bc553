/** The commands that speak to a running supervisor, as one piece of the executable, for the reason that `looking.ts` tells. */
export { eventsCommand } from "./events.ts";
export { holdCommand } from "./hold.ts";
export { packagesCommand } from "./packages.ts";
export { releaseCommand } from "./release.ts";
export { restartCommand } from "./restart.ts";
export { retryCommand } from "./retry.ts";
export { rollbackCommand } from "./rollback.ts";
export { statusCommand } from "./status.ts";
export { stopCommand } from "./stop.ts";
