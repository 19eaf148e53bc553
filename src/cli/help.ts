import { stripVTControlCharacters } from "node:util";

import { defineCommand, renderUsage } from "citty";

import { flags } from "./flags.ts";

const afterFlags = `
EXAMPLES

  opampsupervisor --config /etc/opampsupervisor/config.yaml
  opampsupervisor --config supervisor.yaml --log-encoding console

EXIT CODES

  0  stopped in order, by SIGTERM or SIGINT
  1  a failure at run time; the log says which
  2  a mistake in the arguments or in the configuration
`;

/** What `--help` prints: at most 80 columns, without colours, since it goes into files and pagers too. */
export async function helpText(): Promise<string> {
  const usage = await renderUsage(
    defineCommand({
      meta: {
        name: "opampsupervisor",
        description: "Runs an OpenTelemetry Collector and manages it over OpAMP.",
      },
      args: flags,
    }),
  );
  const lines = stripVTControlCharacters(`${usage.trimEnd()}\n${afterFlags}`).trimEnd().split("\n");
  return lines.map((line) => line.trimEnd()).join("\n");
}
