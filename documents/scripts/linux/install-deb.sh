# shellcheck shell=sh disable=SC2034,SC2154 # the parts share their variables
#
# Installs a .deb with dpkg alone. The repositories are asked only when a dependency is missing.

readonly dpkg_updates=/var/lib/dpkg/updates
readonly apt_lists=/var/lib/apt/lists
apt_options='-y --no-install-recommends -o Dpkg::Options::=--force-confdef -o Dpkg::Options::=--force-confold'

# Finishes what a killed run left, ours or somebody else's. Whether it succeeds for all packages is not our question.
heal_deb() {
  has dpkg || finish 29 cannot-run 'the node has no dpkg'
  [ -n "$half" ] || [ -n "$(ls -A "$dpkg_updates" 2>/dev/null)" ] || return 0
  say 'an earlier installation did not end: running dpkg --configure -a'
  patient dpkg --force-confdef --force-confold --configure -a || :
}

install_deb() {
  heal_deb
  if is_busy; then return 1; fi
  : >"$log"
  missing=$(list_missing)
  if [ -z "$missing" ]; then
    patient dpkg --force-confdef --force-confold -i "$file"
    deb_code=$?
    [ "$deb_code" -ne 0 ] && grep -q 'dependency problems' "$log" || return "$deb_code"
  fi
  has apt-get || {
    echo "error: missing: $missing" >>"$log"
    return 1
  }
  say "asking the repositories for what the package needs${missing:+: $(quote "$missing")}"
  install_deb_with_apt
}

# The names that the package needs and that are not there. Versions are left to dpkg.
# shellcheck disable=SC2016
list_missing() {
  dpkg-query -W -f '${Status}\t${Package}, ${Provides}\n' 2>/dev/null |
    sed -n 's/^[a-z]* ok installed\t//p' | sed 's/([^)]*)//g' | tr -d ' ' | tr ',' '\n' >"$work/present"
  dpkg-deb -f "$file" Pre-Depends Depends 2>/dev/null | sed 's/^[A-Za-z-]*: //; s/([^)]*)//g; s/\[[^]]*\]//g; s/:any//g' |
    tr -d ' ' | tr ',' '\n' | awk -v present="$work/present" '
      BEGIN { while ((getline name < present) > 0) there[name] = 1 }
      /./ {
        count = split($0, choices, "|")
        for (n = 1; n <= count; n++) if (choices[n] in there) next
        printf "%s%s", separator, $0
        separator = " "
      }'
}

install_deb_with_apt() {
  if ! find "$apt_lists" -name '*_Packages*' 2>/dev/null | grep -q .; then update_apt; fi
  ask_apt && return
  apt_code=$?
  if grep -Eiq 'not installable|unable to locate package|no installation candidate|404 +not found' "$log"; then
    update_apt
    ask_apt && return
    apt_code=$?
  fi
  return "$apt_code"
}

ask_apt() {
  # shellcheck disable=SC2086 # several options
  patient apt-get install $apt_options --allow-downgrades "$file" && return
  ask_code=$?
  # apt before 1.1 takes no files: it is told to complete what dpkg began.
  grep -Eq 'allow-downgrades.*not understood|[Uu]nable to locate package .*\.deb' "$log" || return "$ask_code"
  : >"$log"
  patient dpkg --force-confdef --force-confold -i "$file" && return
  # shellcheck disable=SC2086
  patient apt-get -f install $apt_options
}

update_apt() {
  say 'the lists of packages were never fetched or are old: running apt-get update'
  patient apt-get update -o Acquire::Retries=1 -o Acquire::http::Timeout=20 -o Acquire::https::Timeout=20 || :
}
