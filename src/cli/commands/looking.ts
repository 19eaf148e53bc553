/**
 * The commands that look and need no supervisor, as one piece of the executable: each of them by itself would cut what they share with the
 * supervisor into further pieces, all of which its start would have to load.
 */
export { checkPolicyCommand } from "./check-policy.ts";
export { completionCommand } from "./completion.ts";
export { configCommand } from "./config.ts";
export { diagnoseCommand } from "./diagnose.ts";
export { doctorCommand } from "./doctor.ts";
export { explainErrorCommand } from "./explain-error.ts";
export { explainCommand } from "./explain.ts";
export { resetIdentityCommand } from "./reset-identity.ts";
export { schemaCommand } from "./schema.ts";
export { serviceCommand } from "./service.ts";
export { validateCommand } from "./validate.ts";
export { versionCommand } from "./version.ts";
