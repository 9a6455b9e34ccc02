# shellcheck shell=sh disable=SC2034,SC2154 # the parts share their variables
#
# Installs a .deb.

install_deb() {
  waited_seconds=0
  while :; do
    : >"$log"
    case $installer in
      apt-get) run apt-get install -y --no-install-recommends --allow-downgrades --reinstall \
        -o Dpkg::Options::=--force-confdef -o Dpkg::Options::=--force-confold "$file" ;;
      *) run dpkg --force-confdef --force-confold -i "$file" ;;
    esac && return
    code=$?
    grep -Eiq 'could not get lock|unable to (acquire|lock)|is locked by another process' "$log" || return "$code"
    [ "$waited_seconds" -lt "$busy_seconds_max" ] || return "$code"
    sleep 5
    waited_seconds=$((waited_seconds + 5))
  done
}
