import { errorCatalogue } from "./catalogue.ts";

const start = `# Errors

This page is made from the code. Each failure has a stable code, which servers and scripts may rely on; the text behind it is for
people and may change. \`opampsupervisor explain-error CODE\` prints what stands here; what
\`doctor\` finds is listed in [commands.md](commands.md#what-doctor-finds), and explained by the same command.
`;

/** The Markdown text of `docs/errors.md`. */
export function errorsPage(): string {
  const chapters = errorCatalogue.map(({ title, where, codes }) => {
    const entries = Object.entries(codes).toSorted(([a], [b]) => (a < b ? -1 : 1));
    const texts = entries.map(
      ([code, { meaning, causes, action }]) =>
        `### \`${code}\`\n\n${meaning}\n\n- Usual causes: ${causes}\n- What to do: ${action}\n`,
    );
    return `## ${title}\n\n${where}\n\n${texts.join("\n")}`;
  });
  return [start, ...chapters].join("\n");
}
