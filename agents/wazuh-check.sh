#!/bin/sh
# The Wazuh agent works when all its daemons run and the manager has acknowledged it.
set -eu
state=/var/ossec/var/run/wazuh-agentd.state

fail() {
  echo "$1" >&2
  exit 1
}

/var/ossec/bin/wazuh-control status || fail 'a daemon of the agent does not run'
grep -q "^status='connected'" "$state" ||
  fail "the manager has not acknowledged the agent: $(sed -n 's/^status=/its state is /p' "$state" 2>/dev/null)"
