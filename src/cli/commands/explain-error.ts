import { suggestKey } from "../../config/suggest.ts";
import { type CodeFacts, codes as codesOfDoctor } from "../../doctor/codes.ts";
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
  const found = doctorCodes.find(([name]) => name === code);
  if (areas.length === 0 && found === undefined)
    return call.fail(`there is no code ${JSON.stringify(given)}${nearest(code)}`);
  const texts = areas.map(({ title, codes }) => {
    const { meaning = "", causes = "", action = "" } = codes[code] ?? {};
    return [
      `${code}  (${title})`,
      ...indented(meaning),
      ...indented(`Usual causes: ${causes}`),
      ...indented(`What to do: ${action}`),
    ];
  });
  if (found !== undefined) texts.push(doctorText(...found));
  return call.print(texts.map((lines) => lines.join("\n")).join("\n\n"));
}

/** The cause is told where `doctor` finds it, for that host. */
const doctorCodes = Object.entries(codesOfDoctor);

function doctorText(code: string, { area, severity, action }: CodeFacts): string[] {
  const found = `\`opampsupervisor doctor\` has looked at: ${area}. It is ${articled[severity]}, and its cause is told beside it.`;
  return [`${code}  (Found by doctor)`, ...indented(found), ...indented(`What to do: ${action}.`)];
}

const articled = { note: "a note", warning: "a warning", error: "an error" } as const;

const columns = 78;

function indented(text: string): string[] {
  return wrapText(text, columns).map((line) => `  ${line}`);
}

function nearest(code: string): string {
  const all = [...errorCatalogue.flatMap(({ codes }) => Object.keys(codes)), ...doctorCodes.map(([name]) => name)];
  const keys = [...new Set(all)].map((key) => key.toLowerCase());
  const { meant } = suggestKey({ section: "", key: code.toLowerCase(), sections: [{ path: "", keys }] });
  return meant === undefined ? "; docs/errors.md lists them" : `; did you mean ${meant.toUpperCase()}?`;
}
