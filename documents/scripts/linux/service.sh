# shellcheck shell=sh disable=SC2034,SC2154 # the parts share their variables
#
# The service: its start, its state and its last words.

newline='
'

# fact NAME: the value of a property that look_at_service read.
fact() {
  case $newline$facts in
    *"$newline$1="*)
      rest="$newline$facts"
      rest=${rest#*"$newline$1="}
      printf '%s' "${rest%%"$newline"*}"
      ;;
  esac
}

# Sets process to what identifies the living service: its main process, or that there are processes in its group. It is
# empty when the service is not active. A unit may be active without any process (oneshot, RemainAfterExit); whether
# that is right, only a check can tell.
look_at_service() {
  process=
  facts=
  if ! has systemctl; then
    service "$service" status >/dev/null 2>&1 && process=active
    return 0
  fi
  facts=$(systemctl show -p ActiveState -p SubState -p MainPID -p ControlGroup -p Result -p ExecMainStatus -p LoadState "$service" 2>/dev/null)
  case $(fact ActiveState) in active | reloading | refreshing) ;; *) return 0 ;; esac
  process=$(fact MainPID)
  case $process in
    '' | 0) process= ;;
    *) return 0 ;;
  esac
  if has_processes "$(fact ControlGroup)"; then
    process=group
  elif [ "$has_check" = yes ]; then
    process=none
  fi
}

readonly cgroup_roots='/sys/fs/cgroup /sys/fs/cgroup/systemd /sys/fs/cgroup/unified'

# Some services have no main process that systemd knows, but a group of them (Type=forking without a PID file).
has_processes() {
  [ -n "$1" ] || return 1
  for root in $cgroup_roots; do
    [ ! -d "$root$1" ] || ! find "$root$1" -name cgroup.procs -exec cat {} + 2>/dev/null | grep -q . || return 0
  done
  return 1
}

# The state in words, for a sentence.
describe_service() {
  if ! has systemctl; then
    echo 'not active'
  elif [ "$(fact LoadState)" = not-found ]; then
    echo 'not known to systemd'
  elif [ "$(fact ActiveState)" = active ]; then
    echo 'active without a process'
  else
    echo "$(fact ActiveState) ($(fact SubState), result $(fact Result), status $(fact ExecMainStatus))"
  fi
}

readonly start_seconds_max=120

# start_service start|restart: a failure here shows in the service's health.
start_service() {
  : >"$log"
  if has systemctl; then
    run systemctl daemon-reload
    run systemctl enable "$service"
    limited "$start_seconds_max" systemctl "$1" "$service"
  else
    limited "$start_seconds_max" service "$service" "$1"
  fi
}

# The service's last words, without the remarks of systemd about it; its status when it said nothing.
show_service() {
  : >"$log"
  if has journalctl; then
    limited 20 journalctl -q -u "$service" -n 40 --no-pager -o cat
    grep -Ev '^(Starting|Started|Stopping|Stopped|Reloading) |Scheduled restart job|Start request repeated|^[^ ]+: (Failed with|Main process exited|Consumed|Deactivated|Succeeded|Unit entered)|^Failed to start|^-- ' "$log" >"$log.new"
    mv -f "$log.new" "$log"
  fi
  if has systemctl && ! grep -q . "$log"; then
    limited 20 systemctl status --no-pager -l -n 5 "$service"
  fi
  shown 150 <"$log" | tail -n 5
}
