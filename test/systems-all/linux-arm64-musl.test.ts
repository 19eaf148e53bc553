import { musl } from "../../scripts/roots/musl.ts";
import { triedOn } from "../support/whole-run.ts";

triedOn("an emulated 64-bit ARM processor with musl and Alpine's libraries", {
  recipe: musl("arm64"),
  target: "linux_arm64_musl",
  emulates: "arm64",
  readOnly: true,
});
