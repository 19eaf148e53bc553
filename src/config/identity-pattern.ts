export type PatternReading = { pattern: RegExp } | { fault: string };

/**
 * A pattern that must cover the whole of an identity. The Go supervisor's need not, so that `github\.com/acme/` there lets in
 * `https://evil.example/github.com/acme/` too; here that pattern matches nothing.
 * Go's flags in front (`(?i)`, `(?s)`) are taken; what else the two languages do not share is a fault, never another meaning.
 */
export function readIdentityPattern(text: string): PatternReading {
  const [, flags = "", body = ""] = /^(?:\(\?([is]+)\))?(.*)$/s.exec(text) ?? [];
  try {
    // By itself first, so that no bracket of it can undo those around it.
    const { source } = new RegExp(body, "u");
    return { pattern: new RegExp(`^(?:${source})$`, `u${[...new Set(flags)].join("")}`) };
  } catch (error) {
    return { fault: `must be a regular expression: ${error instanceof Error ? error.message : String(error)}` };
  }
}
