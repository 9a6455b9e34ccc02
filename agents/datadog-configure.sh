#!/bin/sh
# Writes the API key and the site into the configuration of the Datadog Agent; what else it says stays as it is.
#
# DD_API_KEY  secret
# DD_SITE     variable, such as datadoghq.eu
set -eu
config=/etc/datadog-agent/datadog.yaml

fail() {
  echo "$1" >&2
  exit 1
}

[ -n "${DD_API_KEY:-}" ] || fail 'DD_API_KEY is not in the environment'
[ -n "${DD_SITE:-}" ] || fail 'DD_SITE is not in the environment'
[ -d "${config%/*}" ] || fail "the agent is not installed: there is no ${config%/*}"
umask 077
trap 'rm -f "$config.new"' EXIT

[ -f "$config" ] && given=$config || given=/dev/null
# The key goes through the environment of awk: an argument is open to every user of the node.
awk 'BEGIN { print "api_key: " ENVIRON["DD_API_KEY"]; print "site: " ENVIRON["DD_SITE"] }
  !/^(api_key|site):/' "$given" >"$config.new"
if [ "$(cat "$config.new")" != "$(cat "$given")" ]; then
  chown dd-agent:dd-agent "$config.new" || fail 'the package has not made the user dd-agent'
  chmod 640 "$config.new"
  mv -f "$config.new" "$config"
  echo "the API key and the site $DD_SITE are in $config"
fi
