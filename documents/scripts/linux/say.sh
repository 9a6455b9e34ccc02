# shellcheck shell=sh disable=SC2034,SC2154 # the parts share their variables
#
# Installs, verifies or removes an agent on this Linux node. This part begins the script: how a run speaks and ends.
#
# The SSM agent runs the parts as one script, as root with /bin/sh (dash on Debian and Ubuntu), at any time, more than
# once, and sometimes twice at once. The document assigns the parameters in front of it: parameters.sh has their list.
#
# Exit codes, the same on Windows:
#   0 done              20 download failed    21 checksum wrong       22 unsupported system
#   23 not healthy      24 installer failed   25 no package           26 bad parameter
#   27 busy             28 wrong version      29 cannot run           30 interrupted
# It never exits with 194, which would make the SSM agent reboot the node and run it again, nor with an installer's code.
# Every line begins with "muster:", the last one is "muster: outcome CODE WORD: SENTENCE". All of it stays under the
# 2,500 characters that ListCommandInvocations returns.

set -fu
LC_ALL=C
export LC_ALL

# How long to wait for another run, and for another package installation, in seconds.
readonly busy_seconds_max=300

say() {
  printf 'muster: %s\n' "$*"
}

# Ends the run: finish CODE WORD SENTENCE. Never call it inside $( ), which would end the subshell alone.
finish() {
  say "outcome $1 $2: $3"
  exit "$1"
}

# Prints a text that somebody else wrote: one line of at most 160 printable characters. They are a range of octal codes,
# because the `tr` of some builds of busybox knows no [:print:].
quote() {
  printf '%s' "$1" | tr -c '\040-\176' '?' | cut -c 1-160
}

has() {
  command -v "$1" >/dev/null 2>&1
}

# Runs a command with its output in the log. A daemon that it leaves behind must hold neither the output of the
# step, which would block the SSM agent, nor the lock.
run() {
  "$@" >>"$log" 2>&1 </dev/null 9>&-
}

show_log() {
  tail -n 5 "$log" | tr -c '\012\040-\176' '?' | cut -c 1-160 | sed 's/^/muster:   /'
}
