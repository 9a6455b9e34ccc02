#!/bin/sh
# Gives the CrowdStrike Falcon sensor its customer id, between its installation and its start.
#
# FALCON_CID                 secret: the customer id with its checksum, as the console shows it
# FALCON_PROVISIONING_TOKEN  secret, if the customer id requires an installation token
#
# falconctl takes both as arguments and in no other way, so they stand in the list of processes for a moment.
set -eu
falconctl=/opt/CrowdStrike/falconctl

fail() {
  echo "$1" >&2
  exit 1
}

[ -x "$falconctl" ] || fail "the sensor is not installed: there is no $falconctl"
[ -n "${FALCON_CID:-}" ] || fail 'FALCON_CID is not in the environment'

# The sensor keeps the customer id in small letters, without its checksum.
current=$("$falconctl" -g --cid 2>/dev/null | sed -n 's/^cid="\([0-9a-f]*\)".*/\1/p')
wanted=$(
  tr A-F a-f <<END
${FALCON_CID%-*}
END
)
[ "$current" != "$wanted" ] || exit 0
"$falconctl" -s -f --cid="$FALCON_CID" \
  ${FALCON_PROVISIONING_TOKEN:+--provisioning-token="$FALCON_PROVISIONING_TOKEN"} >/dev/null ||
  fail 'falconctl refused the customer id'
echo 'the customer id is set'
