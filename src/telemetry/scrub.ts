import { Buffer } from "node:buffer";

/** Shorter texts are too common to be told apart from ordinary words. */
export const shortestSecret = 6;

/** `text` with every one of `secrets` replaced, in whatever way it is written there. */
export function scrub(text: string, secrets: readonly string[]): string {
  return spellings(secrets).reduce((scrubbed, spelling) => scrubbed.replaceAll(spelling, "[REDACTED]"), text);
}

/**
 * The ways in which programs write these secrets: as they are, line by line, in quotes of JSON, Go and YAML, in URLs, and
 * in Base64 with anything before and behind. The longest first, so that none is hidden in part only.
 */
export function spellings(secrets: readonly string[]): string[] {
  const texts = new Set(secrets.flatMap((secret) => [secret, secret.trim(), ...linesOf(secret)]));
  const written = [...texts]
    .filter(({ length }) => length >= shortestSecret)
    .flatMap((text) => [text, ...quoted(text), ...inUrls(text), ...inBase64(text)]);
  return [...new Set(written)].toSorted((one, other) => other.length - one.length);
}

function linesOf(text: string): string[] {
  return text.includes("\n") ? text.split("\n").map((line) => line.trim()) : [];
}

/** In a line of JSON, with and without what Go escapes for HTML, also when it holds a quoted text itself. */
function quoted(text: string): string[] {
  const once = escaped(text);
  const html = once.replace(/[<>&]/g, (sign) => `\\u00${sign.charCodeAt(0).toString(16)}`);
  return [once, html, escaped(once), text.replaceAll("'", "''")];
}

function escaped(text: string): string {
  return JSON.stringify(text).slice(1, -1);
}

/** As a part of a query and as one of a path (Go: `QueryEscape`, `PathEscape`). */
function inUrls(text: string): string[] {
  const strict = encodeURIComponent(text.toWellFormed()).replace(
    /[!'()*]/g,
    (sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`,
  );
  const path = strict.replace(/%(?:24|26|2B|3A|3D|40)/g, decodeURIComponent);
  return [strict, strict.replaceAll("%20", "+"), path, encodeURIComponent(text.toWellFormed())];
}

/** Three bytes are four characters, so that there are three ways; what neighbours have a say in is left out. */
function inBase64(text: string): string[] {
  const bytes = Buffer.from(text);
  return [0, 1, 2].flatMap((before) => {
    const padded = Buffer.concat([Buffer.alloc(before), bytes]);
    const [from, to] = [Math.ceil((before * 8) / 6), Math.floor((padded.length * 8) / 6)];
    return (["base64", "base64url"] as const).map((alphabet) => padded.toString(alphabet).slice(from, to));
  });
}
