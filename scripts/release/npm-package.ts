/** Package URL (purl-spec) of a package of npm. */
export function packageUrl(name: string, version: string): string {
  return `pkg:npm/${name.replace("@", "%40")}@${version}`;
}

/** The SHA-512 of a package's archive in hexadecimal, from what a lock file says of it (Subresource Integrity). */
export function integrityHex(integrity: string): string {
  const [, base64] = /^sha512-([A-Za-z0-9+/]+=*)$/.exec(integrity) ?? [];
  if (base64 === undefined) throw new Error(`not a SHA-512 in the form of a lock file: ${integrity}`);
  return Buffer.from(base64, "base64").toString("hex");
}
