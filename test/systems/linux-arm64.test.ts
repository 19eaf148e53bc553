import { oldestGlibc } from "../../scripts/roots/glibc.ts";
import { triedOn } from "../support/whole-run.ts";

triedOn("an emulated 64-bit ARM processor with the oldest C library", {
  recipe: oldestGlibc("arm64"),
  target: "linux_arm64",
  emulates: "arm64",
  readOnly: true,
});
