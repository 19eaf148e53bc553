/** This machine's system as Go and our file names spell it: `linux`, `darwin`, `windows`. */
export function goOs(platform: NodeJS.Platform = process.platform): string {
  return platform === "win32" ? "windows" : platform;
}

/** This machine's processor as Go and our file names spell it: `amd64`, `arm64`, `ppc64le`, … */
export function goArch(arch: NodeJS.Architecture = process.arch): string {
  if (arch === "x64") return "amd64";
  return arch === "ia32" ? "386" : arch;
}
