# shellcheck shell=sh disable=SC2034,SC2154 # the parts share their variables
#
# What is installed, and what is remembered of earlier runs in $state:
#   <agent>.version     version of what a .tar.gz installed
#   <agent>.package     SHA-256 of the package that was installed last
#   <agent>.installing  an installation began and did not end
#   <agent>.configured  keyed digest of what the agent was configured with

# Sets found to the version that is wholly installed, or to nothing; half to yes when it is there in part.
# shellcheck disable=SC2016 # ${...} are fields of dpkg-query, not of the shell
read_state() {
  found=
  half=
  case $kind in
    deb)
      status=$(dpkg-query -W -f '${Status} ${Version}\n' "$package_name" 2>/dev/null | tail -n 1)
      case $status in
        *' ok installed '* | *' ok triggers-pending '*) found=${status##* } ;;
        '' | *' not-installed'* | *' config-files '*) ;;
        *) half=yes ;;
      esac
      ;;
    rpm)
      found=$(rpm -q --qf '%{ARCH} %|EPOCH?{%{EPOCH}:}|%{VERSION}-%{RELEASE}\n' "$package_name" 2>/dev/null |
        awk -v machine="$machine" '$1 == machine || $1 == "noarch" { print $2 }')
      # A run that was killed can leave the old version beside the new one.
      case $found in *[!A-Za-z0-9+._~^:-]*) found='' half=yes ;; esac
      ;;
    tar) found=$(cat "$state/$agent.version" 2>/dev/null) ;;
  esac
  [ ! -e "$state/$agent.installing" ] || half=yes
}

# Whether the node has what is asked for. For `latest` that is the package that was installed last, or a newer version.
has_wanted_version() {
  read_state
  [ -z "$half" ] && satisfies "$found" || return 1
  [ "$version" != latest ] || [ "$(cat "$state/$agent.package" 2>/dev/null)" = "$sha256" ]
}

# Writes one line to a file in the state folder, root's alone: remember SUFFIX TEXT
remember() {
  (umask 077 && printf '%s\n' "$2" >"$state/$agent.$1.new" && mv -f "$state/$agent.$1.new" "$state/$agent.$1") 2>/dev/null ||
    finish 29 cannot-run "$(quote "$state") is not writable"
}
