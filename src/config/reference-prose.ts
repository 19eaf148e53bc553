import { markdownTable } from "./markdown-table.ts";

/** What stands in `docs/configuration.md` before the tables. */
export const referenceStart = `# Configuration

\`opampsupervisor --config supervisor.yaml\` reads one YAML file. This page is made from the schema that checks it.

\`\`\`yaml
server:
  endpoint: wss://127.0.0.1:4320/v1/opamp
capabilities:
  accepts_remote_config: true
agent:
  executable: /usr/local/bin/otelcol
\`\`\`

Only \`agent.executable\` is required, and \`server.endpoint\` where there is a section \`server\`. Without that section
the supervisor keeps a Collector alive and connects to nobody:

\`\`\`yaml
agent:
  executable: /usr/local/bin/otelcol
  config_files: [/etc/otelcol/config.yaml]
\`\`\`

A section \`server\` can be added and taken out between two starts: identity, own telemetry and the last good remote
configuration stay in the storage directory, and are used while their capabilities are on.

[examples/config](../examples/config) holds a file for each operating system. How the Collector's configuration is made of local
files, remote ones and what \`agent.policy\` allows is told in [layers.md](layers.md).

## What is refused

The file is checked as a whole before anything starts, and every problem is told with its place, in the order of the file:

\`\`\`text
supervisor.yaml:4:3: agent::exectuable: unknown key; did you mean \`executable\`? [CONFIG_UNKNOWN_KEY]
supervisor.yaml:5:22: agent::bootstrap_timeout must be a duration such as 5s, 1m30s or 500ms; was 5 [CONFIG_TYPE]
\`\`\`

An unknown or duplicate key, a wrong type, a bad value, a second document and broken YAML are problems, each with a code at
the end of its line ([errors.md](errors.md#supervisoryaml)). The exit code is then 2; a failure at run time is 1. Values that may be secret (headers, PEM text, the Collector's environment) and values
that came out of \`\${…}\` are never shown.

Before it runs, and while it does: \`opampsupervisor validate supervisor.yaml\` checks the file and, by the real binary, the
Collector's configuration; \`doctor\` looks at the machine and at the server too; \`config\` shows each setting in force with the place,
the variable or the flag that it comes from. ([commands.md](commands.md). Of what came out of \`\${…}\` it shows numbers, flags,
durations and choices, and the four addresses and paths that are no secrets anywhere.)

An editor that knows the YAML language server, such as VS Code with its YAML extension, completes keys, shows their meaning and
marks what is wrong while it is typed: \`opampsupervisor schema > supervisor.schema.json\`, and as the first line of the file

\`\`\`yaml
# yaml-language-server: $schema=./supervisor.schema.json
\`\`\`

## Values

- **duration**: a number with a unit, or several: \`500ms\`, \`5s\`, \`1m30s\`, \`1.5h\`. Units are \`ns\`, \`us\`, \`ms\`, \`s\`, \`m\`, \`h\`.
- **list of strings**: a YAML list, or one string that is split at commas.
- **string**: a number or \`true\` must be put in quotes.
- A key without a value, or with \`null\`, counts as not set.

### Variables and files

${markdownTable(
  [`Written`, `Replaced by`],
  [
    [`\`\${env:NAME}\`, \`\${NAME}\``, `the environment variable; nothing, with a warning, if it is not set`],
    [`\`\${env:NAME:-text}\``, `the environment variable, or \`text\` if it is not set`],
    [`\`\${file:path}\``, `the content of the file without a line break at its end`],
    [`\`$$\``, `\`$\``],
  ],
)}

A value that is one reference takes the YAML type of what it is replaced by, so that a whole section can come from a file;
where a string is asked for it is the text as it is (\`010\` stays \`010\`). Inside other text the content is put in place.
Content may hold references in turn. \`$NAME\` without braces is not replaced. Names of variables are letters, digits and
\`_\`, not beginning with a digit.
`;

/** What stands before the sections of the extensions. */
export const extensionsExample = `One that is not referred to has no effect, which is said in the log.

\`\`\`yaml
server:
  endpoint: wss://opamp.example.org/v1/opamp
  auth: oauth2client/fleet
extensions:
  oauth2client/fleet:
    token_url: https://login.example.org/token
    client_id: agents
    client_secret_file: /run/secrets/opamp
    scopes: [opamp]
\`\`\`

Types and keys are those of the Collector's extensions. All values are secrets: no message, no log line and no piece of the
Collector's log shows them, nor what is in the files, nor a token that was got. The credentials also go to the endpoint that
the server offers by connection settings. \`nop\` is known too, and does nothing. The Go supervisor's feature gate
\`opampsupervisor.Extensions\` is not needed.`;

/** What stands behind the tables. */
export const referenceEnd = `## Where this differs from the Go supervisor

${markdownTable(
  [`Key`, `Go supervisor`, `Here`],
  [
    [`\`server\``, `required`, `may be absent: a watchdog without a server`],
    [`\`agent.bootstrap_timeout\``, `\`3s\`, at each start`, `\`10s\`, for a binary that is not known yet`],
    [`\`agent.collector_crash_log_snippet_kib\``, `\`0\``, `\`8\``],
    [`\`agent.automatic_config_rollback\``, `\`false\``, `\`true\``],
    [`\`agent.executable\``, `must exist when the file is checked`, `is looked for when it is started`],
    [`\`capabilities.reports_available_components\``, `\`false\``, `\`true\``],
    [`\`capabilities.reports_remote_config\``, `has no effect`, `\`false\` is honoured, with a warning`],
    [`durations`, `a plain number is taken as nanoseconds`, `must have a unit`],
    [`\`server.headers\``, `a string is split at commas`, `a string is one value`],
    [
      `\`server.tls.*_file\``,
      `read at the start, a certificate also every \`reload_interval\``,
      `read for each connection`,
    ],
    [`\`server.tls.cipher_suites\``, `those of TLS 1.3 are taken, without effect`, `those of TLS 1.3 are refused`],
    [
      `\`server.auth\``,
      `where it gives no credentials, the connection is made without`,
      `without credentials there is no connection`,
    ],
    [
      `\`extensions.basicauth.htpasswd\``,
      `is for servers, and refused by \`server.auth\``,
      `may hold the credentials of a client`,
    ],
    [
      `\`extensions.headers_setter.headers[].from_context\``,
      `nothing, or \`default_value\``,
      `is refused: there is no request`,
    ],
    [`\`server.tls.insecure\``, `\`true\` with \`wss\` or \`https\` sets \`server.tls\` aside`, `is refused with them`],
    [
      `\`HTTP_PROXY\`, \`HTTPS_PROXY\``,
      `what is no URL is passed over; SOCKS is taken`,
      `is refused where it would be used`,
    ],
    [`\`\${file:path}\``, `keeps the line break at the end`, `without it`],
    [`\`$\${…}\``, `stops the replacement of all that follows in the value`, `is passed over`],
    [`key without a value`, `the zero value of its type`, `not set, so the default holds`],
    [`second document, empty file`, `ignored`, `refused`],
  ],
)}
`;
