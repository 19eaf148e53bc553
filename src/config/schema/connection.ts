import { duration, flag, section, switchableDuration } from "./fields.ts";

export const connectionSection = () =>
  section(
    {
      verify_timeout: duration({
        default: "60s",
        error: "must be longer than 0s",
        description:
          "Longest wait for the server's first answer by offered settings, and before that for the look at whether it can be reached at all, while the old connection goes on. Without an answer the old settings return.",
      }),
      return_after: switchableDuration({
        default: "1h",
        min: "1s",
        description:
          "Accepted settings that lead to no answer for so long take turns with those of `server`; when these lead to an answer, the offered ones are given up and the server is told. `0s`: never.",
      }),
      accept_other_authorities: flag({
        default: false,
        description:
          "Let an offer say which authorities vouch for the server's certificate (`tls.ca_pem_contents`). Turn it on where the server replaces a private authority through its offers; a `server.tls.ca_file` that is replaced on this machine is read anew without it. Off, such an offer fails. A change of this key discards what was offered before.",
      }),
    },
    "Settings of the connection that the server offers, with `capabilities.accepts_opamp_connection_settings`. Ours alone. An offer never weakens TLS: what the server may not do is turn the checks off, leave TLS or lower its version, unless `server.tls.insecure_skip_verify` is on.",
  );
