# shellcheck shell=sh disable=SC2034,SC2154 # the parts share their variables
#
# One run at a time, and the folder that it works in.

# Writable by root alone. It holds the lock, the folder of the run, and what is remembered.
readonly state='/var/lib/muster'

# The lock is a file descriptor, so it ends with the process however that ends.
take_lock() {
  for program in flock sha256sum awk; do
    has "$program" || finish 29 cannot-run "the node has no $program"
  done
  # Root's alone: a user who could open the lock could hold it. The installer gets the umask of the node back.
  node_umask=$(umask)
  umask 077
  { mkdir -p "$state" && chmod 700 "$state" && (: >>"$state/lock"); } 2>/dev/null ||
    finish 29 cannot-run "$(quote "$state") is not writable"
  exec 9>>"$state/lock"
  until flock -n 9 9>&9; do # 9>&9: a Korn shell keeps a descriptor to itself unless it is handed over
    wait_busy 1 "another run holds $state/lock"
  done
  work=$state/work
  log=$work/log
  trap 'end_run' EXIT
  # Without the trap of EXIT, because mksh takes the status of that one for the status of the run.
  trap 'end_run; trap - EXIT; finish 30 interrupted "a signal ended the run"' HUP INT TERM
  remove_work # left by a run that was killed
  mkdir -m 700 "$work" 2>/dev/null || finish 29 cannot-run "$work cannot be created"
  : >"$log"
  umask "$node_umask"
}

end_run() {
  [ -z "$child" ] || kill "$child" 2>/dev/null
  remove_work
}

remove_work() {
  # shellcheck disable=SC2086 # several folders
  rm -rf "$work" $other_work_folders
}
