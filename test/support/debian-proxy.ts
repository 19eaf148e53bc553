import { onTestFinished } from "bun:test";
import { createHash } from "node:crypto";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { connect } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { freePort } from "./free-port.ts";
import { readLines } from "./lines.ts";
import { Watch } from "./watch.ts";
import { certificates } from "./ways.ts";

/** A program of Debian's packages in one of its roles. */
export interface ProxyKind {
  name: string;
  /** `https`: the proxy itself speaks TLS, with the certificate of `localhost` in `ways.ts`. */
  scheme: "http" | "https";
  /** Writes its files into a directory; the command that keeps it in the foreground, its log on standard output. */
  command(directory: string, port: number): string[];
}

/** Whom the proxies let through. */
export const credentials = { user: "agent", password: "open-sesame" };
/** Where they let nobody go. */
export const deniedHost = "denied.test";

const tinyproxy: ProxyKind = {
  name: "tinyproxy",
  scheme: "http",
  command: (directory, port) => {
    const { user, password } = credentials;
    writeFileSync(join(directory, "denied"), `${deniedHost.replace(".", "\\.")}\n`);
    const lines = [
      `Port ${port}`,
      "Listen 127.0.0.1",
      "MaxClients 50",
      "Timeout 600",
      `BasicAuth ${user} ${password}`,
      `Filter "${join(directory, "denied")}"`,
    ];
    return [program("TINYPROXY", "tinyproxy"), "-d", "-c", written(directory, "tinyproxy.conf", lines)];
  },
};

const modules = ["mpm_event", "authn_core", "authn_file", "authz_core", "authz_user", "auth_basic"];
const proxyModules = ["proxy", "proxy_http", "proxy_connect", "ssl"];

/** `-X` keeps Apache one process, whose log goes through `cat`: it cannot open a socket, which its standard output is. */
function apache(scheme: "http" | "https"): ProxyKind {
  const command = (directory: string, port: number): string[] => {
    const { user, password } = credentials;
    const hash = createHash("sha1").update(password).digest("base64");
    const pair = certificates.server;
    const tls = [
      "SSLEngine on",
      `SSLCertificateFile "${written(directory, "cert.pem", [pair.cert])}"`,
      `SSLCertificateKeyFile "${written(directory, "key.pem", [pair.key])}"`,
    ];
    const lines = [
      ...[...modules, ...proxyModules].map(
        (name) => `LoadModule ${name}_module /usr/lib/apache2/modules/mod_${name}.so`,
      ),
      `ServerRoot "${directory}"`,
      "ServerName localhost",
      "PidFile pid",
      `Mutex "file:${directory}"`,
      `Listen 127.0.0.1:${port}`,
      'ErrorLog "|/bin/cat"',
      "LogLevel info proxy_connect:debug proxy_http:trace1",
      ...(scheme === "https" ? tls : []),
      "ProxyRequests On",
      "AllowCONNECT 1-65535",
      '<Proxy "*">',
      "  AuthType Basic",
      '  AuthName "proxy"',
      `  AuthUserFile "${written(directory, "users", [`${user}:{SHA}${hash}`])}"`,
      "  Require valid-user",
      "</Proxy>",
      `<ProxyMatch "${deniedHost.replace(".", "\\.")}">`,
      "  Require all denied",
      "</ProxyMatch>",
    ];
    return [program("APACHE2", "apache2"), "-X", "-f", written(directory, "apache.conf", lines)];
  };
  return { name: `Apache, as ${scheme} proxy`, scheme, command };
}

export const proxyKinds: readonly ProxyKind[] = [tinyproxy, apache("http"), apache("https")];

/** A proxy that runs, on loopback. Ends with its test. */
export class DebianProxy {
  readonly #kind: ProxyKind;
  readonly #port: number;
  readonly #lines: string[] = [];
  readonly #watch = new Watch();

  static async start(kind: ProxyKind): Promise<DebianProxy> {
    const directory = mkdtempSync(join(tmpdir(), "opampsupervisor-proxy-"));
    const port = await freePort();
    const child = Bun.spawn(kind.command(directory, port), { stdin: "ignore", stdout: "pipe", stderr: "inherit" });
    onTestFinished(async () => {
      // In order, Apache would first wait for its tunnels.
      child.kill("SIGKILL");
      await child.exited;
      rmSync(directory, { recursive: true });
    });
    await untilItAccepts(port, child);
    return new DebianProxy(kind, port, child.stdout);
  }

  private constructor(kind: ProxyKind, port: number, output: ReadableStream<Uint8Array<ArrayBuffer>>) {
    this.#kind = kind;
    this.#port = port;
    void this.#read(output);
  }

  /** Its address, by default with the credentials that it takes; `null`: with none. */
  url(given: typeof credentials | null = credentials): string {
    const user = given === null ? "" : `${given.user}:${given.password}@`;
    return `${this.#kind.scheme}://${user}localhost:${this.#port}`;
  }

  /** Resolves when its log has a line with `text`: it names where each request was to go. */
  logged(text: string): Promise<string> {
    return this.#watch.until(() => this.#lines.find((line) => line.includes(text)));
  }

  async #read(output: ReadableStream<Uint8Array<ArrayBuffer>>): Promise<void> {
    for await (const line of readLines(output)) {
      this.#lines.push(line);
      this.#watch.changed();
    }
  }
}

/** The program that the test command found, or the one on PATH. */
function program(variable: string, name: string): string {
  return process.env[variable] ?? name;
}

function written(directory: string, name: string, lines: readonly string[]): string {
  const path = join(directory, name);
  writeFileSync(path, `${lines.join("\n")}\n`);
  return path;
}

/** Apache does not say when it is ready. Rejects when the program has ended. */
async function untilItAccepts(port: number, child: Bun.Subprocess): Promise<void> {
  while (!(await accepts(port))) {
    if (child.exitCode !== null) throw new Error(`${child.exitCode} is the end of a proxy that should run`);
    await Bun.sleep(5);
  }
}

function accepts(port: number): Promise<boolean> {
  const { promise, resolve } = Promise.withResolvers<boolean>();
  const socket = connect(port, "127.0.0.1", () => resolve(true)).on("error", () => resolve(false));
  return promise.finally(() => socket.destroy());
}
