import { createHost } from "../runtime/shared/host.ts";
import { outputIsTerminal } from "../runtime/shared/is-terminal.ts";

const codes = { red: 31, green: 32, yellow: 33, dim: 2, bold: 1 } as const;

export type Colour = keyof typeof codes;

/** Puts a colour around a text, or leaves it as it is. */
export type Paint = (colour: Colour, text: string) => string;

export interface PaintOptions {
  env: Readonly<Record<string, string>>;
  /** Whether the output is a terminal; asked only where the environment does not decide. */
  isTerminal(): boolean;
}

/**
 * Colours are for terminals. `NO_COLOR` (no-color.org) switches them off and wins; `FORCE_COLOR` switches them on for
 * pipes and files too, and off with `0` or `false`. A terminal that says it is `dumb` gets none.
 */
export function paintFor({ env, isTerminal }: PaintOptions): Paint {
  const forced = env["FORCE_COLOR"] ?? "";
  const wanted = forced === "" ? env["TERM"] !== "dumb" && isTerminal() : !/^(?:0|false)$/.test(forced);
  const isOn = (env["NO_COLOR"] ?? "") === "" && wanted;
  return isOn ? (colour, text) => `\u001b[${codes[colour]}m${text}\u001b[0m` : (_colour, text) => text;
}

/** For what people read on standard output; never for JSON. */
export function terminalPaint(): Paint {
  return paintFor({ env: createHost().env, isTerminal: outputIsTerminal });
}
