import { Lexer } from "yaml";

import type { Fault } from "./fault.ts";

/** Before a scalar in the package's stream of lexemes. */
const scalarMark = "\u001f";

/**
 * The package's lexer with the rules of yaml.v3 (which has many of YAML 1.1) between brackets and quotes:
 * - indentation does not count there, while the package ends what is open at a line that hangs out to the left;
 * - in a plain text a colon is text unless white space follows, and a question mark is none.
 *
 * The package has no options for that, so three methods of it are replaced; its version is pinned, and
 * `test/e2e/yaml-meaning.test.ts` holds the result against the Collector.
 */
export function lexerOfYamlV3(report: (fault: Fault) => void): Lexer {
  const lexer = new Lexer();
  const plainOutside = methodOf(lexer, "parsePlainScalar");
  for (const name of ["parseFlowCollection", "parseQuotedScalar"]) replace(lexer, name, indentationFree(lexer, name));
  replace(lexer, "parsePlainScalar", function* () {
    return yield* numberOf(lexer, "flowLevel") > 0 ? plainBetweenBrackets(lexer, report) : plainOutside();
  });
  return lexer;
}

/** A part of the lexer: yields lexemes, returns what comes next. */
type Part = (...args: unknown[]) => Generator<string, unknown>;

function indentationFree(lexer: Lexer, name: string): Part {
  const part = methodOf(lexer, name);
  return function* () {
    const indentation: unknown = Reflect.get(lexer, "indentNext");
    Reflect.set(lexer, "indentNext", 0);
    const next = yield* part();
    Reflect.set(lexer, "indentNext", indentation);
    return next;
  };
}

/** One word of a plain text, and what may stand between two. No other character counts as white space. */
const word = /(?:[^ \t\r\n:,?[\]{}]|:(?![ \t\r\n]|$))+/y;
const space = /[ \t]*(?:\r?\n[ \t]*)*/y;
const documentMark = /(?:^|\n)(?:---|\.\.\.)(?=[ \t\r\n]|$)/y;

function* plainBetweenBrackets(lexer: Lexer, report: (fault: Fault) => void): Generator<string, unknown> {
  const [text, start] = [textOf(lexer), numberOf(lexer, "pos")];
  const isIndicator = /[:?]/.test(text[start] ?? "");
  if (isIndicator) report({ offset: start, message: `a value in brackets begins with ${text[start]}` });
  let end = isIndicator ? start + 1 : matchEnd(word, text, start);
  for (;;) {
    const next = matchEnd(space, text, end);
    if (next === end || text[next] === "#" || matchEnd(documentMark, text, next - 1) > next) break;
    const wordEnd = matchEnd(word, text, next);
    if (wordEnd === next) break;
    end = wordEnd;
  }
  if (text[end] === "?") report({ offset: end, message: "a ? in brackets needs quotes" });
  yield scalarMark;
  yield* methodOf(lexer, "pushToIndex")(end, true);
  return "flow";
}

/** Where the match that begins at `start` ends; `start` where there is none. */
function matchEnd(pattern: RegExp, text: string, start: number): number {
  pattern.lastIndex = start;
  return pattern.test(text) ? pattern.lastIndex : start;
}

function methodOf(lexer: Lexer, name: string): Part {
  const method: unknown = Reflect.get(lexer, name);
  if (!isPart(method)) throw new TypeError(`the lexer has no ${name}`);
  return (...args) => method.apply(lexer, args);
}

function isPart(value: unknown): value is Part {
  return typeof value === "function";
}

function replace(lexer: Lexer, name: string, part: Part): void {
  Reflect.set(lexer, name, part);
}

function numberOf(lexer: Lexer, name: string): number {
  return Number(Reflect.get(lexer, name));
}

function textOf(lexer: Lexer): string {
  return String(Reflect.get(lexer, "buffer"));
}
