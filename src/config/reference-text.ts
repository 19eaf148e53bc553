/** A `${…}` in a text. */
export interface Reference {
  start: number;
  /** Behind the `}`. */
  end: number;
  /** What stands between the braces. */
  uri: string;
}

/**
 * The first `${…}` to replace, the innermost of nested ones first; one behind an odd number of `$` is escaped and
 * passed over (Collector: `confmap/expand.go`, which gives up at the first escaped one).
 */
export function findReference(text: string): Reference | undefined {
  let from = 0;
  for (;;) {
    const close = text.indexOf("}", from);
    if (close < 0) return undefined;
    const open = text.slice(from, close).lastIndexOf("${");
    const start = from + open;
    from = close + 1;
    if (open < 0) continue;
    const dollars = /\$*$/.exec(text.slice(0, start))?.[0].length ?? 0;
    if (dollars % 2 === 0) return { start, end: close + 1, uri: text.slice(start + 2, close) };
  }
}

/** `$$` stands for `$`. */
export function unescapeDollars(text: string): string {
  return text.replaceAll("$$", () => "$");
}

export type ParsedUri =
  | { kind: "env"; name: string; fallback: string | undefined }
  | { kind: "file"; path: string }
  | { kind: "refused"; message: string };

const validName = /^[a-zA-Z_][a-zA-Z0-9_]*$/;

/**
 * `X`, `env:X`, `env:X:-default` or `file:path`. Messages are those of the Collector, with a hint where another
 * tool's spelling (`X:-default`) was used.
 */
export function parseUri(uri: string): ParsedUri {
  const full = uri.includes(":") ? uri : `env:${uri}`;
  const [, scheme, rest = ""] = /^([A-Za-z][A-Za-z0-9+.-]+):(.*)$/s.exec(full) ?? [];
  if (scheme === undefined) return refused(`invalid uri: ${JSON.stringify(full)}`);
  if (rest.includes("$")) return refused(`the uri ${JSON.stringify(full)} contains unsupported characters ('$')`);
  if (scheme === "file") return { kind: "file", path: rest };
  if (scheme !== "env") {
    const hint = rest.startsWith("-") && validName.test(scheme) ? `; write \${env:${full}}` : "";
    return refused(`scheme ${JSON.stringify(scheme)} is not supported for uri ${JSON.stringify(full)}${hint}`);
  }
  const mark = rest.indexOf(":-");
  const name = mark < 0 ? rest : rest.slice(0, mark);
  if (validName.test(name)) return { kind: "env", name, fallback: mark < 0 ? undefined : rest.slice(mark + 2) };
  return refused(`environment variable ${JSON.stringify(name)} has invalid name: must match regex ${validName.source}`);
}

function refused(message: string): ParsedUri {
  return { kind: "refused", message };
}
