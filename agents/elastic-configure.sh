#!/bin/sh
# Enrolls the Elastic Agent in Fleet, between its installation and its start.
#
# FLEET_ENROLLMENT_TOKEN  secret
# FLEET_URL               variable: the address of the Fleet Server
#
# An agent that is enrolled at this address stays so: enrolling it again would make a second agent of it in Fleet.
# elastic-agent takes the token as an argument and in no other way, so it stands in the list of processes for a moment.
set -eu
folder=/etc/elastic-agent
enrolled=$folder/muster-fleet-url

fail() {
  echo "$1" >&2
  exit 1
}

[ -d "$folder" ] || fail "the agent is not installed: there is no $folder"
[ -n "${FLEET_ENROLLMENT_TOKEN:-}" ] || fail 'FLEET_ENROLLMENT_TOKEN is not in the environment'
[ -n "${FLEET_URL:-}" ] || fail 'FLEET_URL is not in the environment'

if [ -f "$folder/fleet.enc" ] && [ "$(cat "$enrolled" 2>/dev/null)" = "$FLEET_URL" ]; then
  echo "the agent is enrolled at $FLEET_URL"
  exit 0
fi
elastic-agent enroll --force --url="$FLEET_URL" --enrollment-token="$FLEET_ENROLLMENT_TOKEN" ||
  fail "the agent cannot enroll at $FLEET_URL"
echo "$FLEET_URL" >"$enrolled"
