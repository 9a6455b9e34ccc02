#!/bin/sh
# The Elastic Agent works when it is healthy and enrolled in Fleet. It is healthy without Fleet too.
set -eu

fail() {
  echo "$1" >&2
  exit 1
}

if ! status=$(elastic-agent status 2>&1); then
  echo "$status"
  fail 'the agent is not healthy'
fi
echo "$status"
case $status in
  *'Not enrolled into Fleet'*) fail 'the agent is not enrolled in Fleet' ;;
esac
