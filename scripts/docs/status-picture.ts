import { chaptersOf } from "./console-page.ts";
import { terminalPicture } from "./terminal-picture.ts";

/** `docs/status.svg`: what `docs/first-minutes.md` shows of `status` once a server's configuration runs, which the tests hold to be true. */
export function statusPicture(): string {
  const chapter = chaptersOf("first-minutes.md").find(({ title }) => title === "What has become of it");
  const step = chapter?.steps.find(({ command }) => command.startsWith("opampsupervisor status"));
  if (step === undefined) throw new Error("docs/first-minutes.md shows no status");
  return terminalPicture(step);
}
