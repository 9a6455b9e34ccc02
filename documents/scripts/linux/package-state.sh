# shellcheck shell=sh disable=SC2034,SC2154 # the parts share their variables
#
# What is installed.

# shellcheck disable=SC2016 # ${...} are fields of dpkg-query, not of the shell
installed_version() {
  case $kind in
    deb) dpkg-query -W -f '${Status} ${Version}' "$agent" 2>/dev/null | sed -n 's/^[a-z]* ok installed //p' ;;
    rpm) rpm -q --qf '%{VERSION}-%{RELEASE}\n' "$agent" 2>/dev/null | sed '/ is not installed$/d' | tail -n 1 ;;
    tar) cat "$state/$agent.version" 2>/dev/null ;;
  esac
}

has_wanted_version() {
  found=$(installed_version)
  case ${found#*:} in # without the epoch
    "$version" | "$version"-*) return 0 ;;
  esac
  return 1
}
