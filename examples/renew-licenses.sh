#!/usr/bin/env bash
# Renews the licenses that are due, puts each new key into a folder, and says what will end: for a timer, cron or CI.
#
#   PMCTL      the pmctl to run (default: the one of the PATH)
#   WITHIN     how long before its end a license is renewed, and how far the report looks (default: 30d)
#   NEW_KEYS   folder for the new keys, one file MISP.key each, 0600 (default: ./new-keys)
#   NOTIFY     hook: a command, split at blanks, that is given the news on standard input; not run when there are none
#
# Safe to run at any time, and again. Ends with the exit status of the renewal, or else with 12 when something ends soon
# and 13 when something has ended. No key is in what it prints or hands to the hook.
set -uo pipefail

within=${WITHIN:-30d}
news=$(mktemp)
trap 'rm -f "$news"' EXIT

"${PMCTL:-pmctl}" --no-input misp renew-license --all --within "$within" --new-key-to "${NEW_KEYS:-new-keys}" -o jsonl >"$news"
renewed=$?
"${PMCTL:-pmctl}" --no-input report expiring --within "$within" --fail-on expiring >>"$news"
report=$?
cat "$news"

status=$renewed
[ "$status" -ne 0 ] || status=$report
if [ -n "${NOTIFY:-}" ] && { [ "$status" -ne 0 ] || grep -q '"outcome":"created"' "$news"; }; then
  # shellcheck disable=SC2086 # a command and its words
  { echo "pmctl: licenses renewed with exit status $renewed, report $report"; cat "$news"; } | $NOTIFY ||
    echo "renew-licenses: the hook $NOTIFY failed" >&2
fi
exit "$status"
