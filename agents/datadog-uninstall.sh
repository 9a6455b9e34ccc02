#!/bin/sh
# Removes the Datadog Agent, and what its package leaves behind: its configuration holds the API key.
set -eu

fail() {
  echo "$1" >&2
  exit 1
}

if command -v dpkg-query >/dev/null && dpkg-query -W datadog-agent >/dev/null 2>&1; then
  dpkg --purge datadog-agent || fail 'dpkg did not remove datadog-agent'
elif command -v rpm >/dev/null && rpm -q datadog-agent >/dev/null 2>&1; then
  rpm -e datadog-agent || fail 'rpm did not remove datadog-agent'
fi
rm -rf /etc/datadog-agent /opt/datadog-agent /var/log/datadog
