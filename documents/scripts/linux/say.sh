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
#   31 secret denied    32 secret missing     33 secret key denied    34 configure failed
#   35 not installed    36 uninstall failed
# It never exits with 194, which would make the SSM agent reboot the node and run it again, nor with an installer's code.
# Every line begins with "muster:", the last one is "muster: outcome CODE WORD: SENTENCE". All of it stays under the
# 2,500 characters that ListCommandInvocations returns: up to 900 of news, two times up to five lines of what a program
# said, and the outcome.

set -fu
LC_ALL=C
export LC_ALL

said=0
say() {
  said=$((said + ${#1} + 9))
  [ "$said" -gt 900 ] || printf 'muster: %s\n' "$1"
}

# Ends the run: finish CODE WORD SENTENCE. Never call it inside $( ), which would end the subshell alone.
finish() {
  printf 'muster: outcome %s %s: %.440s\n' "$1" "$2" "$3"
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

# The lines of a log in the form in which they may be shown: without secrets, without empty lines, cut.
shown() {
  hide_secrets | tr -c '\012\040-\176' '?' | sed '/^[ ?]*$/d' | cut -c "1-$1" | sed 's/^/muster:   /'
}

# show_end COUNT: the last lines of the log.
show_end() {
  shown 100 <"$log" | tail -n "$1"
}

# The lines of the log that tell of an error, each with the line before it, which is often the cause (and the one after a
# colon); otherwise its last lines. The first errors are closer to the cause than the last.
show_errors() {
  shown 140 <"$log" | awk '
    { line[NR] = $0 }
    / no longer required:/ { next }
    /^muster:   E: / || tolower($0) ~ /error|fail|cannot|could not|unable|denied|not found|invalid|conflict|required|nothing provides|timed out/ {
      mark[NR - 1] = mark[NR] = 1
      if (/: *$/) mark[NR + 1] = 1
    }
    END {
      for (n = 1; n <= NR; n++) if (mark[n] && count < 5) { print line[n]; count++ }
      if (!count) for (n = NR > 5 ? NR - 4 : 1; n <= NR; n++) print line[n]
    }'
}
