import { wine, wineEnvironment } from "../../scripts/roots/wine.ts";
import { triedOn } from "../support/whole-run.ts";

triedOn("Wine", {
  recipe: wine,
  target: "windows_amd64",
  launcher: ["wine"],
  place: "Z:\\work\\",
  env: wineEnvironment,
});
