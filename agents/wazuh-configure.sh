#!/bin/sh
# Gives the Wazuh agent its manager and the password for its enrollment. Its package reads both from the environment,
# but only when it is installed for the first time. This script also carries a change to an agent that is there.
#
# WAZUH_REGISTRATION_PASSWORD  secret
# WAZUH_MANAGER                variable: the address of one manager
set -eu
config=/var/ossec/etc/ossec.conf
password=/var/ossec/etc/authd.pass

fail() {
  rm -f "$config.new" "$password.new"
  echo "$1" >&2
  exit 1
}

# Puts FILE.new in the place of a file, unless they are the same: replace FILE MODE
replace() {
  if [ -f "$1" ] && [ "$(cat "$1.new")" = "$(cat "$1")" ]; then
    rm -f "$1.new"
  else
    chown root:wazuh "$1.new" || fail 'the package has not made the group wazuh'
    chmod "$2" "$1.new"
    mv -f "$1.new" "$1"
    echo "$1 is written"
  fi
}

[ -n "${WAZUH_REGISTRATION_PASSWORD:-}" ] || fail 'WAZUH_REGISTRATION_PASSWORD is not in the environment'
case ${WAZUH_MANAGER:-} in
  '') fail 'WAZUH_MANAGER is not in the environment' ;;
  *[!A-Za-z0-9.:-]*) fail "WAZUH_MANAGER is not the address of one manager: $WAZUH_MANAGER" ;;
esac
[ -f "$config" ] || fail "the agent is not installed: there is no $config"
umask 077

# A here-document, because an argument is open to every user of the node.
cat >"$password.new" <<END
$WAZUH_REGISTRATION_PASSWORD
END
replace "$password" 640

# The first address is that of the manager.
awk -v manager="$WAZUH_MANAGER" '
  !done { done = sub(/<address>.*<\/address>/, "<address>" manager "</address>") }
  { print }' "$config" >"$config.new"
replace "$config" 660
