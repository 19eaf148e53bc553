/**
 * The arrows between the rooms, as docs/architecture.md draws them. A room may use every level below its own;
 * rooms on one level know each other only by `import type`.
 */
const levels = [
  ["runtime"],
  ["opamp", "storage", "telemetry", "config"],
  ["collector", "connection", "packages", "compose", "control"],
  ["supervisor"],
  ["doctor"],
  ["cli"],
];

/** Modules of the platform that only compute: no file, no process, no network, no clock. */
const pure = ["buffer", "crypto", "path", "string_decoder", "url", "util"];

const room = (names) => `^src/(${names.join("|")})/`;

const upwards = levels.slice(0, -1).map((names, level) => ({
  name: `${names.join("-")}-does-not-know-what-stands-above`,
  severity: "error",
  from: { path: room(names) },
  to: { path: [room(levels.slice(level + 1).flat()), "^src/main(-node)?\\.ts$"] },
}));

const sideways = levels.flatMap((names) =>
  names
    .filter(() => names.length > 1)
    .map((name) => ({
      name: `${name}-knows-its-neighbours-only-by-type`,
      comment: "Rooms on one level know each other only by `import type`. The wire schema is everybody's vocabulary.",
      severity: "error",
      from: { path: room([name]) },
      to: {
        path: room(names.filter((other) => other !== name)),
        pathNot: "^src/opamp/wire(/|\\.ts$)",
        dependencyTypesNot: ["type-only"],
      },
    })),
);

/** @type {import("dependency-cruiser").IConfiguration} */
module.exports = {
  forbidden: [
    ...upwards,
    ...sideways,
    {
      name: "every-source-has-a-room",
      comment: "A file of src outside the rooms would escape every other rule.",
      severity: "error",
      from: { path: "^src/", pathNot: [room(levels.flat()), "^src/main(-node)?\\.ts$"] },
      to: {},
    },
    {
      name: "nothing-goes-round-in-circles",
      severity: "error",
      from: {},
      to: { circular: true, viaOnly: { dependencyTypesNot: ["type-only"] } },
    },
    {
      name: "src-stands-alone",
      severity: "error",
      from: { path: "^src/" },
      to: { path: "^(test|examples|scripts)/" },
    },
    {
      name: "the-protocol-knows-no-other-library-of-ours",
      comment: "src/opamp is also the server's: it stands on runtime and on the types of its neighbours.",
      severity: "error",
      from: { path: "^src/opamp/" },
      to: { path: "^src/(?!opamp/|runtime/)", dependencyTypesNot: ["type-only"] },
    },
    {
      name: "examples-use-the-protocol-and-the-runtime",
      severity: "error",
      from: { path: "^examples/" },
      to: { path: "^src/(?!opamp/|runtime/)", dependencyTypesNot: ["type-only"] },
    },
    {
      name: "examples-need-no-scripts",
      severity: "error",
      from: { path: "^examples/" },
      to: { path: "^scripts/" },
    },
    {
      name: "nothing-needs-the-tests",
      severity: "error",
      from: { path: "^(examples|scripts)/" },
      to: { path: "^test/" },
    },
    {
      name: "the-platform-is-behind-the-runtime",
      comment: "Bun, files, processes, sockets and clocks are reached through the ports of src/runtime.",
      severity: "error",
      from: { path: "^src/", pathNot: "^src/runtime/" },
      to: { dependencyTypes: ["core"], pathNot: `^(node:)?(${pure.join("|")})$` },
    },
    {
      name: "the-runtime-is-chosen-at-the-build",
      comment: "What a runtime gives is imported as #runtime/NAME.ts: the build says which one it is.",
      severity: "error",
      from: { path: "^(src|examples|scripts)/", pathNot: "^src/(runtime/(bun|node)/|main-node\\.ts$)" },
      to: { path: "^src/runtime/(bun|node)/", dependencyTypesNot: ["aliased-subpath-import"] },
    },
    {
      name: "what-a-runtime-gives-is-behind-the-ports",
      severity: "error",
      from: { path: "^(src|examples|scripts)/", pathNot: "^src/(runtime/|main-node\\.ts$)" },
      to: { path: "^src/runtime/(bun|node)/" },
    },
    {
      name: "bun-is-in-a-folder-of-its-own",
      severity: "error",
      from: { path: "^src/", pathNot: "^src/runtime/bun/" },
      to: { path: "^bun(:|$)" },
    },
    {
      name: "ws-is-behind-the-runtime",
      severity: "error",
      from: { path: "^(src|examples)/", pathNot: "^src/runtime/" },
      to: { path: "(^|/)node_modules/(@types/)?ws/|^ws$" },
    },
    {
      name: "src-uses-only-what-it-ships",
      comment:
        "A package of devDependencies, or one that package.json does not name, must not end up in the executable.",
      severity: "error",
      from: { path: "^src/" },
      to: {
        dependencyTypes: ["npm-dev", "npm-no-pkg", "npm-unknown"],
        dependencyTypesNot: ["type-only"],
        pathNot: "/node_modules/@types/|^node_modules/@types/",
      },
    },
    {
      name: "every-import-resolves",
      severity: "error",
      from: { path: "^(src|examples|scripts|test)/" },
      to: { couldNotResolve: true },
    },
  ],
  options: {
    doNotFollow: { path: "node_modules" },
    exclude: { path: "^src/opamp/wire/gen/" },
    tsConfig: { fileName: "tsconfig.json" },
    tsPreCompilationDeps: true,
    builtInModules: { add: ["bun", "bun:ffi", "bun:jsc", "bun:sqlite", "bun:test"] },
    enhancedResolveOptions: {
      exportsFields: ["exports"],
      extensions: [".ts", ".js", ".mjs", ".cjs", ".json"],
      conditionNames: ["import", "bun", "default"],
    },
  },
};
