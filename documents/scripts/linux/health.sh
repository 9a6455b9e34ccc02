# shellcheck shell=sh disable=SC2034,SC2154 # the parts share their variables
#
# Whether the agent works: its service is active, stays so, and its check succeeds.

readonly check_seconds_max=60

# is_healthy SECONDS: the service must become active within the time, and then stay so for steady_seconds with the same
# process. Otherwise unhealthy says what is wrong, and silent what cannot: the service or the check.
is_healthy() {
  waited=0
  steady=0
  seen=
  unhealthy=
  silent=check
  while :; do
    look_at_service
    if [ -z "$process" ]; then
      if [ -n "$seen" ]; then unhealthy="$service did not stay active: after $steady s it was $(describe_service)"; fi
      steady=0
    elif [ "$process" = "$seen" ]; then
      steady=$((steady + 1))
    else
      if [ -n "$seen" ]; then unhealthy="$service did not stay active: after $steady s it had another process"; fi
      steady=0
    fi
    seen=$process
    if [ -n "$seen" ] && [ "$steady" -ge "$steady_seconds" ]; then break; fi
    if [ "$((waited - steady))" -ge "$1" ]; then
      [ -n "$unhealthy" ] || unhealthy="$service did not become active within $1 s: it is $(describe_service)"
      return 1
    fi
    sleep 1
    waited=$((waited + 1))
  done
  silent=service
  passes_check
}

# The check gets a few attempts, because an agent that has just started may still be connecting.
passes_check() {
  [ "$has_check" = yes ] || return 0
  for attempt in 1 2 3; do
    [ "$attempt" -eq 1 ] || sleep 5
    if run_script check "$check_seconds_max"; then return 0; fi
  done
  unhealthy="$service is active, but the check says no (code $script_code)"
  return 1
}

# What there is to see of an agent that is not healthy.
show_unhealthy() {
  case $silent in
    service) show_errors ;;
    *) show_service ;;
  esac
}
