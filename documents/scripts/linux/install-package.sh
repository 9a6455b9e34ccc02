# shellcheck shell=sh disable=SC2034,SC2154 # the parts share their variables
#
# Installs the package, whatever its kind.

# cloud-init installs packages of its own at the first boot. When it runs for long, the locks of packages decide.
await_cloud_init() {
  has cloud-init || return 0
  for look in 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20 21 22 23 24; do
    : >"$log"
    limited 20 cloud-init status
    grep -q 'status: running' "$log" || return 0
    [ "$look" -gt 1 ] || say 'cloud-init is at work: waiting for it'
    wait_busy 10 'cloud-init is at work'
  done
  say 'cloud-init is still at work after 240 seconds: going on'
}

install_package() {
  check_holds
  await_cloud_init
  # Nobody answers questions, and needrestart must not restart the SSM agent that runs this.
  export DEBIAN_FRONTEND=noninteractive APT_LISTCHANGES_FRONTEND=none NEEDRESTART_SUSPEND=1
  export ZYPP_LOCK_TIMEOUT="$busy_seconds_max"
  say "installing $agent ${held_version:-$version} from the .$kind package"
  remember installing "$sha256"
  until_free "install_$kind"
  judge_installation
  show_warnings
  [ -n "$unfinished" ] || complete_installation
}

complete_installation() {
  rm -f "$state/$agent.installing"
  remember package "$sha256"
  [ "$kind" != tar ] || remember version "${version#>=}"
  read_state
}

# The state of our own package decides: a package manager also fails because of other packages.
judge_installation() {
  [ "$code" -ne 0 ] || return 0
  case $kind-$tool-$code in
    rpm-zypper-103 | rpm-zypper-106) return 0 ;; # restart zypper itself; some repositories were skipped
    tar-*-194 | rpm-zypper-102)
      say 'the installer asks for a reboot, which is left to you'
      return 0
      ;;
  esac
  if [ "$kind" != tar ] && is_installed_anyway; then return 0; fi
  check_disk "$state"
  show_errors
  finish 24 installer-failed "the installer of $agent ${held_version:-$version} ended with $code"
}

# Whether the package is there although the package manager failed, wholly or but for what `configure` has to do first.
is_installed_anyway() {
  before=$found
  rm -f "$state/$agent.installing"
  read_state
  if [ -z "$half" ] && [ "$found" = "$held_version" ]; then
    if [ "$before" != "$found" ]; then
      say "$agent is installed; the package manager ended with $code because of another package:"
      show_errors | head -n 3
      return 0
    fi
  fi
  remember installing "$sha256"
  [ "$has_configure" = yes ] && lacks_its_script || return 1
  unfinished=yes
  say "a script of the package ended with an error, and is run again after configure:"
  show_errors | head -n 3
}

# Whether dpkg has unpacked the wanted version, and only the package's own script failed. Many start their service there,
# which cannot start before it is configured.
# shellcheck disable=SC2016 # ${...} are fields of dpkg-query
lacks_its_script() {
  [ "$kind" = deb ] &&
    [ "$(dpkg-query -W -f '${Status} ${Version}' "$package_name" 2>/dev/null)" = "install ok half-configured $held_version" ]
}

# Runs the package's own script again, after configure.
finish_package() {
  until_free patient dpkg --force-confdef --force-confold --configure "$package_name"
  [ "$code" -eq 0 ] || {
    check_disk "$state"
    show_errors
    finish 24 installer-failed "a script of the package of $agent fails after configure too: dpkg ended with $code"
  }
  complete_installation
}

# Shows the lines of a package's own scripts that failed without failing the installation.
show_warnings() {
  grep -Ei 'scriptlet failed' "$log" >"$log.new" 2>/dev/null || return 0
  mv -f "$log.new" "$log"
  show_end 2
}
