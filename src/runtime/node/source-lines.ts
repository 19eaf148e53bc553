import { SourceMap } from "node:module";

/** A source map that knows of each line where it began in the sources. The build states it. */
declare const SOURCE_LINES: string;

let known: SourceMap | undefined;

/** Has stacks name the sources, as those of Bun do. The map is read when the first one is made. */
export function nameSources(): void {
  if (typeof SOURCE_LINES === "undefined") return;
  Error.prepareStackTrace = (error, frames) =>
    [String(error), ...frames.map((frame) => `    at ${shown(frame)}`)].join("\n");
}

function shown(frame: NodeJS.CallSite): string {
  const name = frame.getFunctionName() ?? frame.getMethodName();
  const place = placeOf(frame);
  return name === null ? place : `${name} (${place})`;
}

/** What is no code of ours is shown as it is. */
function placeOf(frame: NodeJS.CallSite): string {
  const [file, line, column] = [frame.getFileName(), frame.getLineNumber(), frame.getColumnNumber()];
  if (file === null || file === undefined || line === null) return "native";
  const own = file.endsWith("opampsupervisor.cjs") ? sourceOf(line) : undefined;
  return own ?? `${file}:${line}:${column ?? 0}`;
}

function sourceOf(line: number): string | undefined {
  known ??= new SourceMap(JSON.parse(SOURCE_LINES) as ConstructorParameters<typeof SourceMap>[0]);
  const entry = known.findEntry(line - 1, 0);
  if (!("originalSource" in entry) || entry.generatedLine !== line - 1) return undefined;
  return `${entry.originalSource}:${entry.originalLine + 1}:1`;
}
