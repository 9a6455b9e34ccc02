#!/bin/sh
# The CrowdStrike Falcon sensor works when it is registered with its cloud and not in reduced functionality mode.
set -eu
falconctl=/opt/CrowdStrike/falconctl

fail() {
  echo "$1" >&2
  exit 1
}

registered=$("$falconctl" -g --aid) || fail 'falconctl does not answer'
case $registered in
  *aid=*[0-9a-f]*) ;;
  *) fail "the sensor has no agent id: it has not registered with the cloud of CrowdStrike" ;;
esac
mode=$("$falconctl" -g --rfm-state) || fail 'falconctl does not answer'
case $mode in
  *rfm-state=false*) ;;
  *) fail "the sensor is in reduced functionality mode: it does not support the kernel $(uname -r)" ;;
esac
