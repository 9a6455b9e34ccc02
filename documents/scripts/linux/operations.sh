# shellcheck shell=sh disable=SC2034,SC2154 # the parts share their variables
#
# The three operations.

# Ends with a healthy agent of the wanted version, or with the reason why not.
install_agent() {
  fetch_secrets
  is_new=yes
  unfinished=
  if has_wanted_version; then
    is_new=
    if is_configured; then keep_running; else say "the configuration of $agent changed"; fi
  fi
  if [ -n "$is_new" ] || [ -n "$unhealthy" ]; then
    download
    check_package_file
    if keeps_newer; then
      say "$agent $(quote "$found") is newer than the package, and is left alone"
      remember package "$sha256"
    else
      install_package
    fi
  fi
  is_configured || :
  configure
  [ -z "$unfinished" ] || finish_package
  start_service restart
  is_healthy "$health_seconds" || {
    show_unhealthy
    finish 23 not-healthy "$agent ${found:-$version} is installed, but $unhealthy"
  }
  finish 0 'done' "$agent ${found:-$version} is installed and $service is healthy"
}

# With the wanted version there: ends the run when it works, or can be made to work by starting it.
keep_running() {
  if is_healthy 5; then finish 0 'done' "$agent $found is installed and $service is healthy already"; fi
  [ "$silent" != service ] || say "$unhealthy"
  say "$agent $found is installed, but $service is not healthy: starting it"
  start_service restart
  if is_healthy "$health_seconds"; then finish 0 'done' "$agent $found was installed; $service is healthy again"; fi
  say "$service does not become healthy: installing $agent again"
}

# Looks, and changes nothing.
verify_agent() {
  [ "$has_check" != yes ] || fetch_secrets
  read_state
  [ -n "$found" ] || finish 35 not-installed "$agent is not installed${half:+ as a whole}"
  satisfies "$found" || finish 28 wrong-version "the node has $(quote "$found") of $agent; AgentVersion says $version"
  is_healthy 5 || {
    learn_secrets
    show_unhealthy
    finish 23 not-healthy "$agent $(quote "$found") is installed, but $unhealthy"
  }
  finish 0 'done' "$agent $(quote "$found") is installed and $service is healthy"
}

# Removes the agent, and then what is remembered of it.
uninstall_agent() {
  read_state
  if [ -z "$found$half" ] && { [ "$has_uninstall" != yes ] || ! is_remembered; }; then
    forget
    finish 0 'done' "$agent is not installed"
  fi
  if [ "$has_uninstall" = yes ]; then
    learn_secrets || say 'a secret cannot be fetched: the uninstall script runs without it'
    say "removing $agent by its uninstall script"
    run_script uninstall "$configure_seconds_max" || {
      show_errors
      finish 36 uninstall-failed "the uninstall script of $agent ended with $script_code"
    }
    [ "$kind" != tar ] || forget
  else
    remove_package
  fi
  rm -f "$state/$agent.installing"
  read_state
  [ -z "$found$half" ] || finish 36 uninstall-failed "$agent is still installed: $(quote "${found:-in part}")"
  forget
  finish 0 'done' "$agent is removed"
}

remove_package() {
  [ "$kind" != tar ] ||
    finish 36 uninstall-failed "a .tar.gz cannot be removed without an uninstall script of its agent"
  say "removing the package $package_name"
  if has systemctl; then run systemctl disable --now "$service" || :; fi
  case $kind in
    deb) until_free patient dpkg --purge "$package_name" ;;
    rpm) until_free patient rpm -e "$package_name" ;;
  esac
  if has systemctl; then
    systemctl daemon-reload >/dev/null 2>&1 || :
    systemctl reset-failed "$service" >/dev/null 2>&1 || :
  fi
  [ "$code" -eq 0 ] || {
    learn_secrets
    show_errors
    finish 36 uninstall-failed "the package manager ended with $code"
  }
}

# Whether a run remembers the agent. A removal that failed half-way may have left what only its script removes.
is_remembered() {
  for remembered in version package installing configured; do
    [ ! -e "$state/$agent.$remembered" ] || return 0
  done
  return 1
}

forget() {
  rm -f "$state/$agent.version" "$state/$agent.package" "$state/$agent.installing" "$state/$agent.configured"
}
