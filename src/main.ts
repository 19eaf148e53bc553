import { taskCommand } from "./runtime/os/task-protocol.ts";
import { trampolineCommand } from "./runtime/os/trampoline-protocol.ts";
import { selfCheckCommand } from "./supervisor/self-check-command.ts";

/**
 * The entry. The trampoline is looked at before anything of the application is imported, so that starting a Collector
 * does not pay for the start of the whole application.
 */
const [command, ...rest] = process.argv.slice(2);
if (command === trampolineCommand) {
  const { runTrampoline } = await import("./runtime/os/trampoline.ts");
  runTrampoline(rest);
} else if (command === taskCommand) {
  const [{ runTask }, { tasks }] = await Promise.all([
    import("./runtime/shared/compute.ts"),
    import("./supervisor/tasks.ts"),
  ]);
  process.exit(await runTask(tasks, rest));
} else if (command === selfCheckCommand) {
  const { runSelfCheck } = await import("./cli/self-check.ts");
  process.exit(await runSelfCheck(rest));
} else {
  const { runCli } = await import("./cli/run-cli.ts");
  process.exit(await runCli(process.argv.slice(2)));
}
