/** The settings of a unit's section `[Service]`: names as they are written, every value in its order. */
export type UnitSettings = ReadonlyMap<string, readonly string[]>;

/**
 * Reads unit files, the main one first and then its drop-ins (systemd.syntax(7)): lines are continued by a backslash, `#`
 * and `;` begin comments, and an empty value takes away what was set before.
 */
export function readUnit(texts: readonly string[]): UnitSettings {
  const settings = new Map<string, string[]>();
  for (const text of texts) {
    let section = "";
    for (const line of withoutComments(text)
      .replace(/\\\r?\n/g, " ")
      .split(/\r?\n/)) {
      const [, heading] = /^\s*\[(.*)\]\s*$/.exec(line) ?? [];
      if (heading !== undefined) section = heading;
      const [, name = "", value = ""] = /^\s*([A-Za-z]+)\s*=\s*(.*?)\s*$/.exec(line) ?? [];
      if (section !== "Service" || name === "") continue;
      settings.set(name, value === "" ? [] : [...(settings.get(name) ?? []), value]);
    }
  }
  return settings;
}

function withoutComments(text: string): string {
  return text.replace(/^\s*[#;].*$/gm, "");
}

/** The last value; empty where there is none. */
export function setting(unit: UnitSettings, name: string): string {
  return unit.get(name)?.at(-1) ?? "";
}

/** All words of all values, without the signs before paths. */
export function words(unit: UnitSettings, name: string): string[] {
  return (unit.get(name) ?? []).flatMap((value) => value.split(/\s+/)).filter((word) => word !== "");
}

export function isOn(unit: UnitSettings, name: string): boolean {
  return /^(?:1|yes|true|on|y|t)$/i.test(setting(unit, name));
}
