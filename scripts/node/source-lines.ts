import { decode, encode, type SourceMapMappings } from "@jridgewell/sourcemap-codec";
import { z } from "zod";

const sourceMap = z.object({ sources: z.array(z.string()), mappings: z.string() });

/**
 * The part of a source map that says of a line in which line of our own sources it begins: enough to name who has called, and some
 * hundredths of the size. `shift`: how many lines stand above.
 */
export function sourceLines(map: string, shift: number): string {
  const { sources, mappings } = sourceMap.parse(JSON.parse(map));
  const own = sources.map((path) =>
    path.includes("node_modules/") ? undefined : /(?:^|\/)(src\/.*)$/.exec(path)?.[1],
  );
  const lines: SourceMapMappings = decode(mappings).map((segments) => {
    const first = segments.find((segment) => segment.length > 1 && own[segment[1] ?? -1] !== undefined);
    const [, source = 0, line = 0] = first ?? [];
    return first === undefined ? [] : [[0, source, line, 0]];
  });
  const shifted: SourceMapMappings = [...Array.from({ length: shift }, () => []), ...lines];
  const shown = own.map((path) => path ?? "");
  return JSON.stringify({ version: 3, sources: shown, names: [], mappings: encode(shifted) });
}
