# shellcheck shell=sh disable=SC2034,SC2154 # the parts share their variables
#
# Whether the service works.

# Prints nothing unless the service is active; otherwise its process, so that a crash and restart shows.
active_service() {
  if has systemctl; then
    systemctl is-active --quiet "$service" 2>/dev/null && systemctl show -p MainPID "$service"
  else
    service "$service" status >/dev/null 2>&1 && echo active
  fi
}

# is_healthy SECONDS: true when the same process was active in three looks, one second apart, within the limit.
is_healthy() {
  waited_seconds=0
  looks=0
  seen=
  while :; do
    now=$(active_service)
    if [ -z "$now" ]; then looks=0; elif [ "$now" = "$seen" ]; then looks=$((looks + 1)); else looks=1; fi
    [ "$looks" -lt 3 ] || return 0
    [ "$waited_seconds" -lt "$1" ] || return 1
    seen=$now
    sleep 1
    waited_seconds=$((waited_seconds + 1))
  done
}

# start_service start|restart: a failure here shows in the service's health.
start_service() {
  if has systemctl; then
    run systemctl daemon-reload
    run systemctl enable "$service"
    run timeout "$health_seconds" systemctl "$1" "$service"
  else
    run timeout "$health_seconds" service "$service" "$1"
  fi
}
