import { taskCommand } from "./runtime/os/task-protocol.ts";
import { trampolineCommand } from "./runtime/os/trampoline-protocol.ts";
import { selfCheckCommand } from "./supervisor/packages/self-check-command.ts";

/**
 * The entry. The trampoline is looked at before anything of the application is imported, so that starting a Collector
 * does not pay for the start of the whole application.
 */
async function main([command, ...rest]: readonly string[]): Promise<number> {
  if (command === trampolineCommand) {
    const { runTrampoline } = await import("./runtime/os/trampoline.ts");
    return runTrampoline(rest);
  }
  if (command === taskCommand) {
    const [{ runTask }, { tasks }] = await Promise.all([
      import("./runtime/shared/compute.ts"),
      import("./supervisor/mind/tasks.ts"),
    ]);
    return await runTask(tasks, rest);
  }
  if (command === selfCheckCommand) {
    const { runSelfCheck } = await import("./cli/self-check.ts");
    return await runSelfCheck(rest);
  }
  const { runCli } = await import("./cli/run-cli.ts");
  return await runCli(process.argv.slice(2));
}

// A runtime ends where all that is left to wait for is not its own, such as a thread of Windows: it is to wait for this.
setInterval(() => {}, 2 ** 31 - 1);
void main(process.argv.slice(2)).then((code) => process.exit(code));
