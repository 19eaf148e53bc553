/** Both values of `agent.use_hup_config_reload`, as a test that runs with each of them names it. */
export const reloadModes = [
  ["reloads", true],
  ["restarts only", false],
] as const;
