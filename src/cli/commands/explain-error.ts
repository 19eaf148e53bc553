import { suggestKey } from "../../config/suggest.ts";
import type { Call, Command } from "../command.ts";
import { errorCatalogue } from "../errors/catalogue.ts";
import { wrapText } from "../wrap-text.ts";

export const explainErrorCommand: Command = {
  description: "Says what an error code means, and what to do.",
  flags: {},
  operands: { hint: "CODE", description: "Such as PORT_IN_USE", least: 1, most: 1 },
  afterFlags: `
EXAMPLES

  opampsupervisor explain-error PORT_IN_USE
`,
  run: explainError,
};

async function explainError(call: Call): Promise<number> {
  const [given = ""] = call.operands;
  const code = given.toUpperCase();
  const areas = errorCatalogue.filter(({ codes }) => Object.hasOwn(codes, code));
  if (areas.length === 0) return call.fail(`there is no code ${JSON.stringify(given)}${nearest(code)}`);
  const texts = areas.map(({ title, codes }) => {
    const { meaning = "", causes = "", action = "" } = codes[code] ?? {};
    return [
      `${code}  (${title})`,
      ...indented(meaning),
      ...indented(`Usual causes: ${causes}`),
      ...indented(`What to do: ${action}`),
    ];
  });
  return call.print(texts.map((lines) => lines.join("\n")).join("\n\n"));
}

const columns = 78;

function indented(text: string): string[] {
  return wrapText(text, columns).map((line) => `  ${line}`);
}

function nearest(code: string): string {
  const keys = [...new Set(errorCatalogue.flatMap(({ codes }) => Object.keys(codes)))].map((key) => key.toLowerCase());
  const { meant } = suggestKey({ section: "", key: code.toLowerCase(), sections: [{ path: "", keys }] });
  return meant === undefined ? "; docs/errors.md lists them" : `; did you mean ${meant.toUpperCase()}?`;
}
