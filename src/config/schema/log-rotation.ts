import { section, wholeNumber } from "./fields.ts";

export const logRotation = () =>
  section(
    {
      max_size_mib: wholeNumber({
        default: 16,
        min: 0,
        max: 1024 * 1024,
        error: "must be between 0 and 1048576",
        description:
          "Size in MiB above which `agent.log` is put away as `agent.log.1`, without losing or splitting a line: the Collector, which writes to the file itself, stands still for some milliseconds meanwhile. On macOS and Windows it is put away only before a start of the Collector. `0`: never.",
      }),
      max_files: wholeNumber({
        default: 3,
        min: 1,
        max: 1000,
        error: "must be between 1 and 1000",
        description:
          "How many old ones are kept. Together with `agent.log`, and the copy that is made while it is put away, they take up to `max_size_mib` times `max_files` + 2, and what the Collector writes between two looks at the size, at most 10 s apart.",
      }),
    },
    "When `agent.log` is put away.",
  );
