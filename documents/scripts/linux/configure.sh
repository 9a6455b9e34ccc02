# shellcheck shell=sh disable=SC2034,SC2154 # the parts share their variables
#
# The user's own scripts, and what the agent is configured with.

readonly configure_seconds_max=300

# run_script configure|check|uninstall SECONDS: with the variables and secrets in its environment, and its output in the log.
run_script() {
  : >"$log"
  (umask 077 && "print_$1" >"$work/$1") || return
  interpreter=$(sed -n '1s/^#! *//p' "$work/$1")
  # shellcheck disable=SC2086 # an interpreter may have an argument
  limited "$2" ${interpreter:-sh} "$work/$1"
  script_code=$?
  return "$script_code"
}

# Exports the variables, and remembers them for the digest. No value becomes an argument of a program.
export_variables() {
  (umask 077 && env | sort >"$work/before")
  set_variables
  (umask 077 && env | sort | grep -vxF -f "$work/before" >"$work/variables")
  return 0
}

# A digest of all that the agent is configured with. The key keeps a secret from being guessed by whoever reads it.
digest_configuration() {
  [ -s "$state/key" ] || (umask 077 && head -c 32 /dev/urandom | od -An -v -tx1 | tr -d ' \n' >"$state/key")
  {
    cat "$state/key" "$work/variables"
    print_configure
    for name in ${secret_names:-}; do
      eval "put \"\$name=\$$name\$newline\""
    done
    cat "$state/key"
  } | sha256sum | cut -d ' ' -f 1
}

# Sets configuration to the digest; has nothing to compare when there is nothing to configure.
is_configured() {
  configuration=$(digest_configuration)
  [ "$has_configure" != yes ] && [ ! -s "$work/variables" ] && [ -z "$secrets" ] && return 0
  [ "$configuration" = "$(cat "$state/$agent.configured" 2>/dev/null)" ]
}

configure() {
  if [ "$has_configure" = yes ]; then
    say "configuring $agent"
    if ! run_script configure "$configure_seconds_max"; then
      show_errors
      finish 34 configure-failed "the configure script of $agent ended with $script_code"
    fi
    show_end 2
  fi
  remember configured "$configuration"
}
