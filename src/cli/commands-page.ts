import { markdownTable } from "../config/markdown-table.ts";
import { codes } from "../doctor/codes.ts";
import { areas } from "../doctor/finding.ts";
import type { Command } from "./command.ts";
import { commandsEnd, commandsStart } from "./commands-prose.ts";
import { commands, defaultCommand } from "./commands.ts";
import { helpText } from "./help.ts";

/** The Markdown text of `docs/commands.md`, made from the commands themselves. */
export async function commandsPage(): Promise<string> {
  const chapters = Object.entries(commands).map(async ([name, load]) => {
    const command = await load();
    const title = name === defaultCommand ? "`opampsupervisor`" : `\`opampsupervisor ${name}\``;
    const help = (await helpText(name, command)).replace(/\n\nEXIT CODES\n[\s\S]*$/, "").trim();
    return [`## ${title}`, "", "```text", help, "```", "", ...shapeOf(name, command)].join("\n");
  });
  return [commandsStart, ...(await Promise.all(chapters)), doctorChapter(), commandsEnd].join("\n");
}

/** What a command prints with `--json`. */
function shapeOf(name: string, { json }: Command): string[] {
  if (json === undefined) return [];
  const rows = json.map(([key, meaning]) => [`\`${key}\``, meaning]);
  return [`### What \`${name} --json\` prints`, "", markdownTable(["Key", "Meaning"], rows), ""];
}

function doctorChapter(): string {
  const rows = areas.flatMap((area) =>
    Object.entries(codes).flatMap(([code, facts]) =>
      facts.area === area ? [[area, `\`${code}\``, facts.severity, facts.action]] : [],
    ),
  );
  const table = markdownTable(["Area", "Code", "Severity", "What to do"], rows);
  return [
    "## What `doctor` finds",
    "",
    "In the order in which it is told. The cause stands beside each.",
    "",
    table,
    "",
  ].join("\n");
}
