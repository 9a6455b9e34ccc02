#!/bin/sh
# Removes the Wazuh agent, and the keys and the password that its package leaves behind.
set -eu

fail() {
  echo "$1" >&2
  exit 1
}

if command -v dpkg-query >/dev/null && dpkg-query -W wazuh-agent >/dev/null 2>&1; then
  dpkg --purge wazuh-agent || fail 'dpkg did not remove wazuh-agent'
elif command -v rpm >/dev/null && rpm -q wazuh-agent >/dev/null 2>&1; then
  rpm -e wazuh-agent || fail 'rpm did not remove wazuh-agent'
fi
rm -rf /var/ossec
