import { markdownTable } from "../config/markdown-table.ts";
import { exitCodeText } from "./exit-codes.ts";

/** What stands in `docs/commands.md` before the commands. */
export const commandsStart = `# Commands

This page is made from the commands themselves. \`--help\` behind any of them prints its part.

${markdownTable(
  ["Exit code", "Meaning"],
  exitCodeText.map(([code, meaning]) => [String(code), meaning]),
)}

Colours are for terminals: none goes into a pipe or a file, nor with \`NO_COLOR\`; \`FORCE_COLOR\` asks for them all the same. A reader
that has seen enough, such as \`head\`, is no failure. \`--json\` prints one object whose keys are told below; later versions
add keys and values and change none. The same commands as a manual page: [opampsupervisor.1](opampsupervisor.1).

\`status\`, \`retry\`, \`restart\` and \`stop\` speak to a supervisor that runs. It, and what \`reset-identity\` works on, is found by its storage directory: the one that
\`--storage-dir\` names, the one of the configuration that \`--config\` names, else the default one. A relative directory counts
from where the command is called.
`;

/** What stands behind them. */
export const commandsEnd = `## What \`status --json\` prints

One object; with \`--watch\` one a line, after each change. Times are ISO 8601 in UTC, durations milliseconds, hashes those of
remote configurations in hexadecimal. A key is absent where there is nothing to say. Later versions add keys and values and
change none.

${markdownTable(
  [`Key`, `Meaning`],
  [
    [`at`, `when this was so`],
    [`ok`, `whether the Collector runs what it should, or is down because the server wants it so`],
    [
      `supervisor`,
      `\`version\`, \`pid\`, \`state\` (\`starting\`, \`running\`, \`stopping\`), \`startedAt\`, \`uptimeMs\`, \`storageDirectory\``,
    ],
    [`identity`, `\`instanceUid\`; on a copy of another machine, \`clonedFrom\` has the uid there`],
    [
      `server`,
      `\`endpoint\` without user and query, \`state\` (\`none\` where no server is configured, \`connected\`, \`connecting\`, \`waiting\`), \`connectedSince\`, \`lastError\` (\`at\`, \`code\`, \`message\`), \`nextTryAt\``,
    ],
    [
      `collector`,
      `\`executable\`, \`state\` (\`unknown\`, \`down\`, \`starting\`, \`up\`, \`reloading\`, \`stopping\`, \`waiting\`, \`parked\`), \`pid\`, \`since\`, \`version\`, \`healthy\`, \`health\`, \`reason\`, \`starts\`, \`nextTryAt\`, \`deaths\` (\`at\`, \`how\`, \`outOfMemory\`, \`configuration\`, \`version\`)`,
    ],
    [
      `configuration`,
      `\`phase\` of a change (\`idle\` for none), \`offered\` last, \`desired\`, \`running\`, \`lastGood\`, \`outcome\` as the server was told (\`hash\`, \`status\`, \`code\`, \`message\`), \`probationUntil\`, \`condemned\` (\`hash\`, \`reason\`)`,
    ],
    [`outages`, `of the last changes: \`at\`, \`durationMs\`, \`by\``],
    [`ties`, `what ties the Collector to the supervisor; \`false\` is a protection that is off`],
  ],
)}

## The control channel

The commands use a socket, \`control.sock\` in the storage directory (on Windows a named pipe whose name follows from the
directory). Its owner and root may ask and order. Where the operator has opened the directory to its group
(\`chgrp operators DIR; chmod 710 DIR\`), the group may ask, not order; not so with \`agent.run_as\`, where that is the
Collector's group. Who asks is what the kernel says; where it says nothing, orders are taken only while nobody but the owner
can connect.

It is line by line JSON, for programs too: a request is \`{"v":1,"id":ID,"do":"status"}\` with \`status\`, \`watch\`, \`retry\`,
\`restart\` or \`stop\`, a reply \`{"v":1,"id":ID,"ok":true,"status":{…}}\`, or \`"message"\` instead of \`"status"\`, or
\`{"v":1,"id":ID,"ok":false,"error":{"code":…,"message":…}}\`. The codes of the channel itself are \`MALFORMED\`, \`TOO_LARGE\` (more
than 4 KiB in a request), \`VERSION\` (with \`supported\`), \`UNKNOWN\`, \`FORBIDDEN\`, \`BUSY\` and \`FAILED\`. \`stop\` is answered before
it is carried out; the connection ends with the process.

## Under systemd

\`\`\`ini
[Service]
Type=notify
ExecStart=/usr/local/bin/opampsupervisor --config /etc/opampsupervisor/config.yaml
Restart=always
WatchdogSec=30
\`\`\`

The supervisor is ready when it knows its Collector and supervises it. \`systemctl status\` shows one line of what is; the
watchdog is fed for as long as the supervisor keeps up with what happens. The Collector inherits none of this. With
\`MemoryDenyWriteExecute=yes\` the supervisor speaks through \`systemd-notify\`: for a user other than root add
\`NotifyAccess=all\`. As \`Restart=always\` also restarts what \`opampsupervisor stop\` has ended, use \`systemctl stop\` there.

## Health over HTTP

\`healthcheck.endpoint\` of [the configuration](configuration.md#healthcheck) serves \`GET /health\`: 200 with nothing in it once the
supervisor supervises, 503 with the reason before. It answers for the supervisor alone, so that a liveness probe never ends a
supervisor over what its Collector does or a server that is away. With \`healthcheck.readiness\` there is \`GET /ready\` too, which
answers for the Collector: 200 while it is up and healthy.
`;
