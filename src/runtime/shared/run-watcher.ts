import { accessSync, constants } from "node:fs";
import { join } from "node:path";

import { spawn } from "#runtime/spawn.ts";

import type { Cancel } from "../ports.ts";
import type { RunSigns } from "../process-ports.ts";

const shell = "/bin/sh";
const path = "/usr/bin:/bin";
const descriptor = 3;
/** Between two looks, milliseconds. */
const pollMs = 100;

/**
 * Reads the signs, and then from a descriptor of which the supervisor has the other end. A line: all is well. An end without
 * one: the supervisor is gone. What carries the mark is asked to end, and killed when the patience is over; it may be standing
 * still, and hears nothing then. Who may not be asked for its environment, or has got another one, is known by its
 * arguments, at the first look alone: later ones could find the Collector of the next supervisor. Even the first may be late
 * for that, so one with a mark of another run is left alone, and so is one for which the path leads elsewhere, as in a
 * container.
 */
const script = `
read -r patience <&${descriptor} && IFS= read -r mark <&${descriptor} || exit 0
IFS= read -r flag <&${descriptor} && IFS= read -r directory <&${descriptor} || exit 0
read -r word <&${descriptor} && exit 0
asked=" "
looks=0
while [ "$looks" -lt $((patience + 20)) ]; do
  found=
  for entry in $(grep -lsFe "$mark" /proc/[0-9]*/environ) $(grep -lsFe "$directory" /proc/[0-9]*/cmdline); do
    pid=\${entry#/proc/}
    pid=\${pid%/*}
    case $asked in *" $pid "*) known=1 ;; *) known= ;; esac
    case $entry in
    */cmdline)
      [ "$looks" -eq 0 ] || [ -n "$known" ] || continue
      case " $(tr '\\0' ' ' <"$entry")" in *" $flag $directory/"* | *" $flag=$directory/"*) ;; *) continue ;; esac
      grep -qsFe "\${mark%%=*}=" "/proc/$pid/environ" && continue
      if [ -e "$directory" ] && [ -e "/proc/$pid/root/." ]; then
        [ "/proc/$pid/root$directory" -ef "$directory" ] || continue
      fi ;;
    esac
    found=1
    if [ "$looks" -ge "$patience" ]; then
      kill -s KILL "$pid"
    elif [ -z "$known" ]; then
      asked="$asked$pid "
      kill -s TERM "$pid"
      kill -s CONT "$pid"
    fi
  done
  [ -n "$found" ] || exit 0
  sleep ${pollMs / 1000}
  looks=$((looks + 1))
done
`;

/** Whether this system has what it needs. */
export function canWatchRun(platform: NodeJS.Platform): boolean {
  if (platform !== "linux") return false;
  return (
    mayExecute(shell) &&
    ["grep", "tr", "sleep"].every((tool) => path.split(":").some((directory) => mayExecute(join(directory, tool))))
  );
}

function mayExecute(file: string): boolean {
  try {
    accessSync(file, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

/**
 * Has a process of its own see to it that nothing that this process has started outlives it, in whatever group or session it
 * is: the kernel's ties reach the group alone, and can only ask. It tells its name and signs to nobody, so that no
 * `pkill -f` for the supervisor ends it too.
 */
export class RunWatcher {
  readonly #graceMs: number;
  #watching = false;
  #release: Cancel = () => {};

  /** `graceMs`: between SIGTERM and SIGKILL. Default 10 s, as for an ordered stop. */
  constructor({ graceMs = 10_000 }: { graceMs?: number } = {}) {
    this.#graceMs = graceMs;
  }

  /** At most one watches; one that was ended is replaced. The result gives it up. */
  watch({ assignment, argument }: RunSigns): Cancel {
    if (!this.#watching) {
      const patience = Math.ceil(this.#graceMs / pollMs);
      this.#begin(`${[patience, assignment, argument.flag, argument.directory].join("\n")}\n`);
    }
    return this.#release;
  }

  #begin(signs: string): void {
    const watcher = spawn([shell, "-c", script, "collector-watcher"], { PATH: path }, [
      "ignore",
      "ignore",
      "ignore",
      "pipe",
    ]);
    const line = watcher.started ? watcher.channel : undefined;
    if (!watcher.started || line === undefined) return;
    this.#watching = true;
    this.#release = () => line.say("\n");
    void watcher.exited.then(() => {
      this.#watching = false;
      this.#release = () => {};
      line.close();
    });
    line.say(signs);
  }
}
