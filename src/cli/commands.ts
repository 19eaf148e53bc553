import type { Commands } from "./command.ts";

/** The command that runs where none is named. */
export const defaultCommand = "run";

/** Every command by its name, loaded only where it is called. */
export const commands: Commands = {
  run: async () => (await import("./commands/run.ts")).run,
  validate: async () => (await import("./commands/looking.ts")).validateCommand,
  doctor: async () => (await import("./commands/looking.ts")).doctorCommand,
  config: async () => (await import("./commands/looking.ts")).configCommand,
  explain: async () => (await import("./commands/looking.ts")).explainCommand,
  status: async () => (await import("./commands/asking.ts")).statusCommand,
  events: async () => (await import("./commands/asking.ts")).eventsCommand,
  hold: async () => (await import("./commands/asking.ts")).holdCommand,
  release: async () => (await import("./commands/asking.ts")).releaseCommand,
  rollback: async () => (await import("./commands/asking.ts")).rollbackCommand,
  retry: async () => (await import("./commands/asking.ts")).retryCommand,
  restart: async () => (await import("./commands/asking.ts")).restartCommand,
  stop: async () => (await import("./commands/asking.ts")).stopCommand,
  packages: async () => (await import("./commands/asking.ts")).packagesCommand,
  "reset-identity": async () => (await import("./commands/looking.ts")).resetIdentityCommand,
  "explain-error": async () => (await import("./commands/looking.ts")).explainErrorCommand,
  diagnose: async () => (await import("./commands/looking.ts")).diagnoseCommand,
  "check-policy": async () => (await import("./commands/looking.ts")).checkPolicyCommand,
  service: async () => (await import("./commands/looking.ts")).serviceCommand,
  schema: async () => (await import("./commands/looking.ts")).schemaCommand,
  completion: async () => (await import("./commands/looking.ts")).completionCommand,
  version: async () => (await import("./commands/looking.ts")).versionCommand,
};
