# shellcheck shell=sh disable=SC2034,SC2154 # the parts share their variables
#
# Installs the package, whatever its kind.

install_package() {
  # Nobody answers questions, and needrestart must not restart the SSM agent that runs this.
  export DEBIAN_FRONTEND=noninteractive APT_LISTCHANGES_FRONTEND=none NEEDRESTART_SUSPEND=1
  export ZYPP_LOCK_TIMEOUT="$busy_seconds_max"
  say "installing $agent $version from the .$kind package"
  case $kind in
    rpm) install_rpm ;;
    deb) install_deb ;;
    tar) install_tar ;;
  esac
  code=$?
  case $kind-$installer-$code in
    *-*-0 | rpm-zypper-103 | rpm-zypper-106) ;; # zypper: restart zypper itself; some repositories were skipped
    tar-*-194 | rpm-zypper-102) say 'the installer asks for a reboot, which is left to you' ;;
    *)
      show_log
      finish 24 installer-failed "the installer of $agent $version ended with $code"
      ;;
  esac
  if [ "$kind" = tar ]; then printf '%s\n' "$version" >"$state/$agent.version"; fi
  has_wanted_version ||
    finish 28 wrong-version "the package holds '$(quote "$found")' of $agent; AgentVersion says $version"
}
