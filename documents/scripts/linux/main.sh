# shellcheck shell=sh disable=SC2034,SC2154 # the parts share their variables
#
# The order of things. This part ends the script.

main() {
  check_parameters
  detect_system
  choose_package
  take_lock
  if has_wanted_version; then
    if is_healthy 5; then finish 0 'done' "$agent $version is installed and $service is healthy already"; fi
    say "$agent $version is installed, but $service is not active: starting it"
    start_service start
    if is_healthy "$health_seconds"; then finish 0 'done' "$agent $version was installed; $service is healthy again"; fi
    say "$service does not stay active: installing $agent $version again"
  fi
  download
  install_package
  start_service restart
  is_healthy "$health_seconds" || {
    show_log
    finish 23 not-healthy "$agent $version is installed, but $service did not stay active within $health_seconds s"
  }
  finish 0 'done' "$agent $version is installed and $service is healthy"
}

main
