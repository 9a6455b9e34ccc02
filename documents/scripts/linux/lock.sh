# shellcheck shell=sh disable=SC2034,SC2154 # the parts share their variables
#
# One run at a time, and the folder that it works in.

# The lock is a file descriptor, so it ends with the process however that ends.
take_lock() {
  for tool in flock sha256sum tar timeout; do
    has "$tool" || finish 29 cannot-run "the node has no $tool"
  done
  # Root's alone: a user who could open the lock could hold it. The installer gets the umask of the node back.
  node_umask=$(umask)
  umask 077
  { mkdir -p "$state" && chmod 700 "$state" && (: >>"$state/lock"); } 2>/dev/null ||
    finish 29 cannot-run "$(quote "$state") is not writable"
  exec 9>>"$state/lock"
  umask "$node_umask"
  waited_seconds=0
  until flock -n 9 9>&9; do # 9>&9: a Korn shell keeps a descriptor to itself unless it is handed over
    [ "$waited_seconds" -lt "$busy_seconds_max" ] || finish 27 busy "another run holds $state/lock"
    sleep 1
    waited_seconds=$((waited_seconds + 1))
  done
  work=$state/work
  log=$work/log
  trap 'rm -rf "$work"' EXIT
  # Without the trap of EXIT, because mksh takes the status of that one for the status of the run.
  trap 'rm -rf "$work"; trap - EXIT; finish 30 interrupted "a signal ended the run"' HUP INT TERM
  rm -rf "$work" # left by a run that was killed
  mkdir -m 700 "$work" || finish 29 cannot-run "$work cannot be created"
}
