#!/bin/sh
# Removes the CrowdStrike Falcon sensor, and the customer id and agent id that it keeps.
#
# FALCON_MAINTENANCE_TOKEN  secret, if a policy protects the sensor from being removed; falconctl takes it as an argument only
set -eu

fail() {
  echo "$1" >&2
  exit 1
}

if [ -n "${FALCON_MAINTENANCE_TOKEN:-}" ] && [ -x /opt/CrowdStrike/falconctl ]; then
  /opt/CrowdStrike/falconctl -s -f --maintenance-token="$FALCON_MAINTENANCE_TOKEN" >/dev/null ||
    fail 'falconctl refused the maintenance token'
fi
if command -v dpkg-query >/dev/null && dpkg-query -W falcon-sensor >/dev/null 2>&1; then
  dpkg --purge falcon-sensor || fail 'dpkg did not remove falcon-sensor'
elif command -v rpm >/dev/null && rpm -q falcon-sensor >/dev/null 2>&1; then
  rpm -e falcon-sensor || fail 'rpm did not remove falcon-sensor'
fi
rm -rf /opt/CrowdStrike
