/** The stable code that a text of ours begins with: `CODE: …`, `withdrawn: CODE: …`. */
export function codeOf(text: string): string | undefined {
  return /^(?:withdrawn: )?(?:[a-z ]+: )?([A-Z][A-Z0-9_]+): /.exec(text)?.[1];
}

/** The same as a part of what is shown. */
export function codePart(text: string): { code?: string } {
  const code = codeOf(text);
  return code === undefined ? {} : { code };
}
