# shellcheck shell=sh disable=SC2034,SC2154 # the parts share their variables
#
# Hides the values of the secrets in what other programs print.

# A filter: every line of every secret becomes ******, if it has at least four characters without the blanks around it.
# All places are marked first, so that what overlaps is hidden as a whole. Secrets come in the environment, never in an
# argument. NUL is dropped, because some awks end a line there; a line too long to search fast is not shown at all.
# Secrets that this run has not fetched cannot be told from other words, so then nothing is shown.
hide_secrets() {
  if [ -z "$secret_names" ]; then
    if [ -n "${secrets:-}" ]; then
      cat >/dev/null
      echo 'not shown, because the secrets could not be fetched to be hidden'
      return
    fi
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
          if (length(line[j]) < 4) continue
          secret[line[j]] = length(line[j])
          q = sprintf("%c", 39)
          spell(line[j], q, q "\\" q q)
          spell(line[j], q, q "\"" q "\"" q)
          spell(line[j], "\\\"", "")
          spell(line[j], "\\" q, "")
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
    # A secret as a trace of the shell or a text of JSON spells it: with another text or a backslash for some characters.
    function spell(text, special, other,   i, c, spelt) {
      for (i = 1; i <= length(text); i++) {
        c = substr(text, i, 1)
        spelt = spelt (!index(special, c) ? c : other == "" ? "\\" c : other)
      }
      secret[spelt] = length(spelt)
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
