#!/bin/sh
# Removes the Elastic Agent, and its enrollment, which the rpm leaves behind.
set -eu

fail() {
  echo "$1" >&2
  exit 1
}

if command -v dpkg-query >/dev/null && dpkg-query -W elastic-agent >/dev/null 2>&1; then
  dpkg --purge elastic-agent || fail 'dpkg did not remove elastic-agent'
elif command -v rpm >/dev/null && rpm -q elastic-agent >/dev/null 2>&1; then
  rpm -e elastic-agent || fail 'rpm did not remove elastic-agent'
fi
rm -rf /etc/elastic-agent /var/lib/elastic-agent /var/log/elastic-agent
