import { live } from "../config/changed-keys.ts";
import { markdownTable } from "../config/markdown-table.ts";
import { journalEvents } from "../storage/journal-entry.ts";
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

\`status\`, \`events\`, \`hold\`, \`release\`, \`rollback\`, \`retry\`, \`restart\`, \`packages\` and \`stop\` speak to a supervisor that runs. It, and what \`reset-identity\` works on, is found by its storage directory: the one that
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
      `\`version\`, \`pid\`, \`state\` (\`starting\`, \`running\`, \`stopping\`), \`startedAt\`, \`uptimeMs\`, \`storageDirectory\`, \`usage\` (\`memoryBytes\` resident, \`cpuMs\` since the start, \`cpuPercent\` of a processor since then)`,
    ],
    [`identity`, `\`instanceUid\`; on a copy of another machine, \`clonedFrom\` has the uid there`],
    [
      `server`,
      `\`endpoint\` without user and query, \`state\` (\`none\` where no server is configured, \`connected\`, \`connecting\`, \`waiting\`), \`connectedSince\`, \`lastError\` (\`at\`, \`code\`, \`message\`), \`nextTryAt\`, \`certificate\` that it is shown (\`subject\`, \`notAfter\`, \`renewAt\`), \`certificateRequest\` (\`state\`, \`since\`, \`reason\`, \`nextTryAt\`), \`settings\` that it has offered (\`inForce\`, \`offeredEndpoint\`, \`phase\`, \`candidateEndpoint\`, \`outcome\` with \`hash\`, \`status\`, \`code\`, \`message\`, \`lastGap\`)`,
    ],
    [
      `collector`,
      `\`executable\`, \`state\` (\`unknown\`, \`down\`, \`starting\`, \`up\`, \`reloading\`, \`stopping\`, \`waiting\`, \`parked\`), \`pid\`, \`since\`, \`version\`, \`healthy\`, \`health\`, \`reason\`, \`usage\` as above (on Linux, of the process with \`pid\`), \`flow\` by its own counters (\`cpu\` in processors, \`memoryBytes\`, \`pipelines\` with \`accepted\`, \`refused\`, \`sent\`, \`failed\` a second, \`queues\` from 0 to 1, \`findings\` with \`pipeline\`, \`is\`, \`blame\`, \`text\`), \`starts\`, \`deathsInARow\`, \`nextTryAt\`, \`deaths\` (\`at\`, \`how\`, \`outOfMemory\`, \`configuration\`, \`version\`)`,
    ],
    [
      `configuration`,
      `\`phase\` of a change (\`idle\` for none), \`offered\` last, \`desired\`, \`running\`, \`layers\` of what runs, \`lastGood\`, \`rollbackTo\` (where \`rollback\` leads; \`none\`: to the operator's own), \`goingBack\` while it does, \`fallback\` while that runs, \`operatorChange\` (\`at\`, \`changed\`, \`status\`, \`message\`), \`outcome\` as the server was told (\`hash\`, \`status\`, \`code\`, \`phase\` that it came to, \`message\`), \`probationUntil\`, \`condemned\` (\`hash\`, \`reason\`)`,
    ],
    [
      `packages`,
      `\`accepted\`, \`phase\` (\`is\`, \`version\`), \`offered\` (\`name\`, \`version\`, \`hash\`, \`status\`, \`code\`, \`message\`), \`versions\` that are here (\`name\`, \`version\`, \`hash\`, \`state\`, \`installedAt\`), \`addons\` (\`name\`, \`version\`, \`hash\`, \`variable\`, \`path\`, \`state\`), \`supervisor\` (\`accepted\`, \`obstacle\`, \`phase\`, \`versions\`, \`failedRollback\` with \`at\`, \`version\`, \`code\`, \`message\`)`,
    ],
    [
      `hold`,
      `\`since\`, \`until\`, \`reason\`, \`waiting\` (of \`configuration\`, \`connection settings\`, \`packages\`, \`restart\`), \`configuration\` that waits`,
    ],
    [
      `timers`,
      `what happens next by itself, the soonest first: \`name\` (\`proof\`, \`settle\`, \`restart\`, \`stable\`, \`reload\`, \`probation\`, \`liveness\`, \`farewell\`, \`fallback\`, \`connection\`, \`return\`, \`certificate\`, \`addons\`, \`trial\`, \`absence\`, \`hold\`) and \`at\``,
    ],
    [`outages`, `of the last changes: \`at\`, \`durationMs\` unless it lasts, \`by\``],
    [
      `certificates`,
      `those that are shown to others than the OpAMP server, of each chain what ends first: \`section\` of the configuration that names it, \`subject\`, \`notAfter\``,
    ],
    [`ties`, `what ties the Collector to the supervisor; \`false\` is a protection that is off`],
  ],
)}

## What \`events --json\` prints

One object a line, oldest first: an entry of the journal. The journal is \`events.jsonl\` in the storage directory and, once that has
1 MiB or 5000 lines, \`events.jsonl.1\` before it. Entries are written together, a second after the first of them, and are not
flushed one by one: a power cut may take the last ones. No secret is in it. Later versions add events and keys and change none; a key
is absent where there is nothing to say.

${markdownTable(
  [`Key`, `Meaning`],
  [
    [`at`, `when; ISO 8601 in UTC`],
    [`event`, `what, by one of the names below`],
    [`code`, `stable reason of a failure ([errors.md](errors.md))`],
    [`reason`, `the failure, or the reason of a decision, for people; 2 KiB at most`],
    [
      `hash`,
      `the server's hash of what it is about: a remote configuration, connection settings, an offer of packages`,
    ],
    [`by`, `who wants it: \`server\`, \`operator\`, \`time\``],
    [`order`, `what was ordered`],
    [`name`, `of a package, of a pipeline; the subject of a certificate; an identity`],
    [`version`, `of a package, of the supervisor that starts`],
    [`pid`, `of the process of the Collector, of the supervisor that starts`],
    [`deaths`, `ends of the Collector in a row`],
    [`outageMs`, `how long the Collector was away for the change`],
    [`until`, `when it ends by itself, or is tried again`],
    [`endpoint`, `of the server, without user and query`],
  ],
)}

${markdownTable(
  [`Event`, `Written when`],
  Object.entries(journalEvents).map(([name, meaning]) => [`\`${name}\``, meaning]),
)}

## The control channel

The commands use a socket, \`control.sock\` in the storage directory (on Windows a named pipe whose name follows from the
directory). Its owner and root may ask and order. Where the operator has opened the directory to its group
(\`chgrp operators DIR; chmod 710 DIR\`), the group may ask from the next start on, not order; not so with \`agent.run_as\`, where that is the
Collector's group. Who asks is what the kernel says; where it says nothing, orders are taken only while nobody but the owner
can connect.

It is line by line JSON, for programs too: a request is \`{"v":1,"id":ID,"do":"status"}\` with \`status\`, \`watch\`, \`events\`
(\`since\`, \`follow\`), \`retry\`, \`restart\`, \`rollback\` (\`version\`: of the Collector), \`rollback-configuration\`, \`hold\` (\`reason\`,
\`forMs\`), \`release\` or \`stop\`, a reply \`{"v":1,"id":ID,"ok":true,"status":{…}}\`, or \`"message"\` instead of \`"status"\`, or \`"events"\`
in several replies, of which one that is not followed ends with \`"last":true\`, or
\`{"v":1,"id":ID,"ok":false,"error":{"code":…,"message":…}}\`. The codes of the channel itself are \`MALFORMED\`, \`TOO_LARGE\` (more
than 4 KiB in a request), \`VERSION\` (with \`supported\`), \`UNKNOWN\`, \`FORBIDDEN\`, \`BUSY\` and \`FAILED\`. \`stop\` is answered before
it is carried out; the connection ends with the process.

## Under systemd

The [packages](linux-packages.md) bring a unit. One of your own is

\`\`\`ini
[Service]
Type=notify-reload
ExecStart=/usr/local/bin/opampsupervisor --config /etc/opampsupervisor/config.yaml
Environment=MIMALLOC_SCAVENGER=0
Restart=always
WatchdogSec=30
\`\`\`

The supervisor is ready when it knows its Collector and supervises it. \`systemctl status\` shows one line of what is; the
watchdog is fed for as long as the supervisor keeps up with what happens. The variable spares a thread of the allocator, which would wake whenever another one goes to sleep. The Collector inherits none of this. With
\`MemoryDenyWriteExecute=yes\` the supervisor speaks through \`systemd-notify\`: for a user other than root add
\`NotifyAccess=all\`. (\`Type=notify-reload\` needs systemd 253; before it, \`Type=notify\` with
\`ExecReload=/bin/sh -c "kill -HUP $$MAINPID"\`.) As \`Restart=always\` also restarts what \`opampsupervisor stop\` has ended, use \`systemctl stop\` there.

## A changed configuration

SIGHUP (\`systemctl reload\`) has \`supervisor.yaml\` and the files of the Collector's configuration read again. What has changed goes the way of
a remote configuration: composed, checked, switched to, proved, on probation; where it fails, what was in force before it returns, and
\`status\` (\`read again\`), the log and the service manager's line say why. \`systemctl reload\` waits for that verdict. With
\`agent.watch_config_files\` changed files of the Collector come into force without the signal.

A reading is taken whole or refused whole. Refused are a file with a mistake, told with its place, and a change of a key that needs another start of the
supervisor, told by its name. Taken while it runs are ${live.map((key) => `\`${key.replaceAll("::", ".")}\``).join(", ")}.

On a terminal SIGHUP says that the terminal is closed, which is an end in order. Started by \`nohup\`, the supervisor does not heed it.

## Health over HTTP

\`healthcheck.endpoint\` of [the configuration](configuration.md#healthcheck) serves \`GET /health\`: 200 with nothing in it once the
supervisor supervises, 503 with the reason before. It answers for the supervisor alone, as in the Go supervisor. Beside it each question has a
path of its own, so that a probe never ends a supervisor over what its Collector does or a server that is away:

${markdownTable(
  ["path", "200 while", "for"],
  [
    ["`/livez`", "the supervisor deals with what happens", "who restarts it (`livenessProbe`)"],
    ["`/readyz`", "it supervises, and is not told to stop", "who waits for it (`startupProbe`)"],
    [
      "`/collectorz`",
      "its Collector is up and healthy; one that was stopped on purpose is not",
      "who sends data to it (`readinessProbe`)",
    ],
  ],
)}

Otherwise they answer 503. The body is one line that says why; with \`?verbose\` it is JSON: \`ok\`, \`reason\`, and what was looked at.

With \`healthcheck.metrics\` there is \`GET /metrics\` too: the supervisor's own instruments, its Collector's processor time, memory, open files,
restarts and outages among them ([telemetry](telemetry.md#metrics)), in the text format of Prometheus (0.0.4), or in OpenMetrics (1.0.0)
for who prefers that in \`Accept\`. It is served as the endpoint is, with its TLS.
`;
