# shellcheck shell=sh disable=SC2034,SC2154 # the parts share their variables
#
# How commands are run: with their output in the log, with a limit, and never longer than this run.

# How long to wait for other runs and other package managers, all in all, in seconds.
readonly busy_seconds_max=300
busy_seconds=0
child=

# What package managers say while another one is at work, and what their lines begin with. A line of a package's own
# script may be about a lock too.
busy_words='could not get lock|unable to (acquire|lock)|locked by another process'
busy_words="$busy_words|create transaction lock|waiting for transaction lock|waiting for process with pid"
busy_words="$busy_words|obtain (the )?(rpm )?transaction lock|get (shared|exclusive) lock|database is locked"
busy_words="$busy_words|holding the yum lock|system management is locked|(lock|index|database).*resource temporarily unavailable"
readonly busy_begins='dpkg: |e: |w: |error: |warning: |rpmdb: |waiting for |failed to obtain |another app |existing lock |system management '

# The lines of standard input in which a package manager tells of another one.
busy_lines() {
  grep -Ei "^($busy_begins)" | grep -Ei "$busy_words"
}

# Waits for somebody else: wait_busy SECONDS SENTENCE. Ends the run when the time for all such waits is used up.
wait_busy() {
  [ "$busy_seconds" -lt "$busy_seconds_max" ] || finish 27 busy "$2"
  sleep "$1"
  busy_seconds=$((busy_seconds + $1))
}

# Runs a command with its output in the log. A daemon that it leaves behind must hold neither the output of the
# step, which would block the SSM agent, nor the lock.
run() {
  "$@" >>"$log" 2>&1 </dev/null 9>&-
}

# Runs a command for so many seconds, with its output in the log: limited SECONDS COMMAND...
limited() {
  limit_seconds=$1
  shift
  "$@" >>"$log" 2>&1 </dev/null 9>&- &
  child=$!
  await_limited "$limit_seconds"
}

# await_limited SECONDS: awaits $child, a command in the background. It ends with 124 when the time is up. The command
# ends also when this run is gone, because the SSM agent may kill the shell alone. It stays in the group of processes of
# the shell (`timeout` would take it out), because the agent may also kill the group. Nothing runs between the start of
# $child and that of its watcher: a shell that is killed there leaves a command that nobody watches.
await_limited() {
  (
    for_seconds=0
    while kill -0 "$child"; do
      kill -0 "$$" || break
      [ "$for_seconds" -lt "$1" ] || break
      sleep 1
      for_seconds=$((for_seconds + 1))
    done
    kill -0 "$child" || exit 0
    : >"$work/late"
    kill "$child"
    sleep 2
    kill -9 "$child"
  ) >/dev/null 2>&1 </dev/null 9>&- &
  await_child
}

# Awaits $child, and ends what watches it, which was begun last. No milder signal will do: it might reach the watcher while
# that still has the traps of this shell.
await_child() {
  watcher=$!
  wait "$child" 2>/dev/null
  await_code=$?
  child=
  kill -9 "$watcher" 2>/dev/null
  wait "$watcher" 2>/dev/null
  if [ -e "$work/late" ]; then
    rm -f "$work/late"
    await_code=124
  fi
  return "$await_code"
}

# Runs a package manager, which is never cut short at work. It may wait for another one: the seconds in which its last
# line says so are busy seconds, and it ends with 124 when these are used up.
patient() {
  rm -f "$work/waits"
  "$@" >>"$log" 2>&1 </dev/null 9>&- &
  child=$!
  (
    waits=0
    while kill -0 "$child" && kill -0 "$$"; do
      if tail -n 1 "$log" | busy_lines | grep -q . && is_childless "$child"; then
        waits=$((waits + 1))
        echo "$waits" >"$work/waits"
        if [ "$((busy_seconds + waits))" -gt "$busy_seconds_max" ]; then
          : >"$work/late"
          kill "$child"
          break
        fi
      fi
      sleep 1
    done
  ) >/dev/null 2>&1 </dev/null 9>&- &
  await_child
  patient_code=$?
  [ ! -e "$work/waits" ] || busy_seconds=$((busy_seconds + $(cat "$work/waits")))
  return "$patient_code"
}

# Whether a process has no children. A package manager that waits has none; one at work may run a script of a package.
is_childless() {
  ! find /proc -maxdepth 2 -path '/proc/[0-9]*/stat' -exec cat {} + 2>/dev/null |
    sed 's/.*) //' | awk -v parent="$1" '$2 == parent { found = 1 } END { exit !found }'
}

# Whether the log of a failed command tells of another package manager at work, and of no script of a package that failed.
is_busy() {
  ! grep -Eq 'script (subprocess )?(returned error|was killed)|scriptlet failed' "$log" && busy_lines <"$log" | grep -q .
}

# Runs a command again and again while it fails because of another package manager: until_free COMMAND... Sets code.
until_free() {
  while :; do
    : >"$log"
    "$@"
    code=$?
    if [ "$code" -eq 0 ] || ! is_busy; then return 0; fi
    wait_busy 5 "another program is installing packages: $(quote "$(hide_secrets <"$log" | busy_lines | tail -n 1)")"
  done
}

# Ends the run when the log tells of a full disk: check_disk FOLDER. The folder is where it was written to.
check_disk() {
  grep -Eiq 'no space left|disk quota exceeded|not enough (free )?(disk )?space|needs [0-9]+[kmg]?b? .*on the .* filesystem' "$log" ||
    return 0
  show_errors
  full=$(df -Pk "$1" /usr /opt /var / 2>/dev/null | awk 'NR > 1 && ($4 < least || NR == 2) { least = $4; text = $6 " (" $4 " KB free)" } END { print text }')
  finish 29 cannot-run "no space on the disk while writing to $1; the fullest is ${full:-unknown}"
}
