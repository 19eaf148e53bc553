import type { Commands } from "./command.ts";

/** The command that runs where none is named. */
export const defaultCommand = "run";

/** Every command by its name, loaded only where it is called. */
export const commands: Commands = {
  run: async () => (await import("./commands/run.ts")).run,
  validate: async () => (await import("./commands/validate.ts")).validateCommand,
  doctor: async () => (await import("./commands/doctor.ts")).doctorCommand,
  config: async () => (await import("./commands/config.ts")).configCommand,
  explain: async () => (await import("./commands/explain.ts")).explainCommand,
  status: async () => (await import("./commands/status.ts")).statusCommand,
  retry: async () => (await import("./commands/retry.ts")).retryCommand,
  restart: async () => (await import("./commands/restart.ts")).restartCommand,
  stop: async () => (await import("./commands/stop.ts")).stopCommand,
  packages: async () => (await import("./commands/packages.ts")).packagesCommand,
  "reset-identity": async () => (await import("./commands/reset-identity.ts")).resetIdentityCommand,
  "check-policy": async () => (await import("./commands/check-policy.ts")).checkPolicyCommand,
  schema: async () => (await import("./commands/schema.ts")).schemaCommand,
  completion: async () => (await import("./commands/completion.ts")).completionCommand,
  version: async () => (await import("./commands/version.ts")).versionCommand,
};
