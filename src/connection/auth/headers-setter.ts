import type { HeaderAction, HeadersSetterConfig } from "../../config/auth-types.ts";
import type { HeaderList } from "../../config/types.ts";
import { type Authenticator, type Overlay, sameName, setHeader } from "./authenticator.ts";
import { headerText } from "./parse-secret.ts";
import type { Parse, SecretReader } from "./secret-reader.ts";

/** Sets headers one after the other, then asks the extension that it builds on. */
export class HeadersSetter implements Authenticator {
  readonly #actions: readonly HeaderAction[];
  readonly #reader: SecretReader;
  readonly #additional: Authenticator | undefined;

  constructor(config: HeadersSetterConfig, reader: SecretReader, additional: Authenticator | undefined) {
    this.#actions = config.headers;
    this.#reader = reader;
    this.#additional = additional;
  }

  async overlay(headers: HeaderList, signal: AbortSignal): Promise<Overlay> {
    let changed = headers;
    for (const action of this.#actions) {
      const { name } = action;
      const present = changed.some(([other, value]) => sameName(other, name) && value !== "");
      if (action.action === "delete") {
        changed = changed.filter(([other]) => !sameName(other, name));
        continue;
      }
      if ((action.action === "insert" && present) || (action.action === "update" && !present)) continue;
      const reading = await this.#reader.read(action.value, "file" in action.value ? headerText : asItIs);
      if (!reading.read) return { given: false, code: "AUTH_FILE", reason: reading.reason };
      changed = setHeader(changed, name, reading.value);
    }
    return (await this.#additional?.overlay(changed, signal)) ?? { given: true, headers: changed };
  }

  refused(): boolean {
    return this.#additional?.refused() ?? false;
  }
}

/** What stands in the configuration was checked there, and may be empty. */
const asItIs: Parse<string> = (value) => ({ value });
