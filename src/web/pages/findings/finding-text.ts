/** What each finding means and what is to be done, in a line for its tab. */
export const FINDING_TEXT = {
  silent_agent:
    "Alive in the directory, silent in Central: most likely an unprotected machine in use. Repair or reinstall the agent.",
  retired_but_reporting:
    "Retired in the directory, yet reporting to Central: stolen, used again, or retired by mistake. Find it, or move the computer back.",
  unprotected_computer: "In use by the directory, and no endpoint has its name. Install the agent.",
  stale_in_directory: "Silent everywhere, and not retired. Tell the directory's team.",
  removed_by_others:
    "Gone from Central without a deletion of ours: a colleague, or Central's own rule for inactive devices.",
} as const;
