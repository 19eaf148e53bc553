/** What the names of all variables begin with in which the Collector finds add-ons. */
export const addonPrefix = "OPAMP_PACKAGE_";

/** The variable in which the Collector finds the add-on with this name, as in `${env:OPAMP_PACKAGE_GEOIP}`. */
export function addonVariable(name: string): string {
  return addonPrefix + name.replaceAll(/[^A-Za-z0-9_]/gu, "_").toUpperCase();
}
