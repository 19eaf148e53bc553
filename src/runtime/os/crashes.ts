/**
 * Calls `report` for an error that nobody caught, or a rejected promise that nobody awaited, then ends the process
 * with code 1. The Collector ends with it, and the service manager starts both again from what is on disk.
 */
export function onCrash(report: (error: unknown) => void): void {
  const end = (error: unknown) => {
    report(error);
    process.exit(1);
  };
  process.on("uncaughtException", end);
  process.on("unhandledRejection", end);
}
