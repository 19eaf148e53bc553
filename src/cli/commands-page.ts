import { commandsEnd, commandsStart } from "./commands-prose.ts";
import { commands, defaultCommand } from "./commands.ts";
import { helpText } from "./help.ts";

/** The Markdown text of `docs/commands.md`, made from the commands themselves. */
export async function commandsPage(): Promise<string> {
  const chapters = Object.entries(commands).map(async ([name, load]) => {
    const title = name === defaultCommand ? "`opampsupervisor`" : `\`opampsupervisor ${name}\``;
    const help = (await helpText(name, await load())).replace(/\n\nEXIT CODES\n[\s\S]*$/, "").trim();
    return [`## ${title}`, "", "```text", help, "```", ""].join("\n");
  });
  return [commandsStart, ...(await Promise.all(chapters)), commandsEnd].join("\n");
}
