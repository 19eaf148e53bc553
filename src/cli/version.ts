/** Put in by the build from package.json. */
declare const VERSION: string;

/** The version of this executable; `source` where it runs without a build. */
export const version: string = typeof VERSION === "undefined" ? "source" : VERSION;
