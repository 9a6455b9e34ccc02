# shellcheck shell=sh disable=SC2034,SC2154 # the parts share their variables
#
# What `version` asks for: 1.2.3 exactly, >=1.2.3 that or a newer one, latest what the package holds.

# compare_versions A B: prints lt, eq or gt. The rule is that of rpm, which versions of other kinds follow too.
compare_versions() {
  A=$1 B=$2 awk '
    function number(text) { sub(/^0+/, "", text); return text }
    function order(x, y) { return x == y ? 0 : x < y ? -1 : 1 }
    function head(text, form) { match(text, form); return substr(text, 1, RLENGTH) }
    function compare(a, b,   x, y, result) {
      while (a != "" || b != "") {
        sub(/^[^A-Za-z0-9~]+/, "", a)
        sub(/^[^A-Za-z0-9~]+/, "", b)
        if (a ~ /^~/ || b ~ /^~/) {
          if (a !~ /^~/) return 1
          if (b !~ /^~/) return -1
          a = substr(a, 2)
          b = substr(b, 2)
          continue
        }
        if (a == "" || b == "") break
        if (a ~ /^[0-9]/) {
          if (b !~ /^[0-9]/) return 1
          x = head(a, "^[0-9]+")
          y = head(b, "^[0-9]+")
          result = order(length(number(x)), length(number(y)))
          if (!result) result = order(number(x) "", number(y) "")
        } else {
          if (b ~ /^[0-9]/) return -1
          x = head(a, "^[A-Za-z]+")
          y = head(b, "^[A-Za-z]+")
          result = order(x "", y "")
        }
        if (result) return result
        a = substr(a, length(x) + 1)
        b = substr(b, length(y) + 1)
      }
      return a != "" ? 1 : b != "" ? -1 : 0
    }
    BEGIN {
      result = compare(ENVIRON["A"], ENVIRON["B"])
      print(result < 0 ? "lt" : result > 0 ? "gt" : "eq")
    }'
}

# A version without an epoch has the epoch 0, which comes before every other.
with_epoch() {
  case $1 in
    *:*) printf '%s\n' "$1" ;;
    *) printf '0:%s\n' "$1" ;;
  esac
}

# is_exactly FOUND WANTED: a package release may follow the version, and the distribution may follow that release.
is_exactly() {
  case ${1#*:} in # without the epoch
    "$2" | "$2"-*) return 0 ;;
    "$2"[!0-9]*) case $2 in *-*) return 0 ;; esac ;;
  esac
  return 1
}

# at_least FOUND WANTED: where no release is asked for, any will do.
at_least() {
  at_least_found=${1#*:}
  case $2 in
    *-*) ;;
    *) at_least_found=${at_least_found%%-*} ;;
  esac
  [ "$(compare_versions "$at_least_found" "$2")" != lt ]
}

# satisfies FOUND: whether an installed version, or that of a package file, is what is asked for.
satisfies() {
  [ -n "$1" ] || return 1
  case $version in
    latest) return 0 ;;
    '>='*) at_least "$1" "${version#>=}" ;;
    *) is_exactly "$1" "$version" ;;
  esac
}
