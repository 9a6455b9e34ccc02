# shellcheck shell=sh disable=SC2034,SC2154 # the parts share their variables
#
# Hides the values of the secrets in what other programs print.

# A filter: every line of every secret becomes ******, if it has at least four characters without the blanks around it.
# All places are marked first, so that what overlaps is hidden as a whole. Secrets come in the environment, never in an
# argument. NUL is dropped, because some awks end a line there; a line too long to search fast is not shown at all.
hide_secrets() {
  if [ -z "$secret_names" ]; then
    cat
    return
  fi
  tr -d '\000' | hidden_names=$secret_names awk '
    BEGIN {
      names = split(ENVIRON["hidden_names"], name, " ")
      for (i = 1; i <= names; i++) {
        lines = split(ENVIRON[name[i]], line, "\n")
        for (j = 1; j <= lines; j++) {
          gsub(/^[ \t\r]+|[ \t\r]+$/, "", line[j])
          if (length(line[j]) >= 4) secret[line[j]] = length(line[j])
        }
      }
    }
    length($0) > 65536 { print "****** (a line of " length($0) " characters)"; next }
    {
      marks = 0
      for (s in secret) {
        rest = $0
        passed = 0
        while (at = index(rest, s)) {
          from[++marks] = passed + at
          to[marks] = passed + at + secret[s] - 1
          passed += at
          rest = substr(rest, at + 1)
        }
      }
      if (marks) show_unmarked()
      else print
    }
    function show_unmarked(   i, n, shown, last) {
      split("", hidden)
      for (i = 1; i <= marks; i++) if (to[i] > hidden[from[i]]) hidden[from[i]] = to[i]
      for (i = 1; i <= length($0); i++) {
        if (hidden[i] > last) {
          if (last < i) shown = shown "******"
          last = hidden[i]
        }
        if (i > last) shown = shown substr($0, i, 1)
      }
      print shown
    }'
}
