# shellcheck shell=sh disable=SC2034,SC2154 # the parts share their variables
#
# Reads one value of a JSON text.

# read_json KEYS: prints the value at these keys, one a line, of the JSON on stdin: the text of a string, or a number,
# true or false as it stands. It ends with 1 when there is no such value, 2 when the text is no JSON or is cut off,
# 3 when the value is an object, a list or null, 4 when it has a NUL or half a character.
# The quotes cut the text into records, so that each piece is looked at once, however long the whole is.
read_json() {
  json_keys=$1 awk '
    function fail(code) { if (!failed) failed = code }
    function emit(s) {
      if (taking) print s
      else if (naming) name = name s
    }
    function number(s,   i, n, d) {
      if (length(s) != 4) { fail(2); return 0 }
      for (i = 1; i <= 4; i++) {
        d = index("0123456789abcdef", tolower(substr(s, i, 1)))
        if (!d) fail(2)
        n = n * 16 + d - 1
      }
      return n
    }
    function emit_code(n) {
      if (n == 0) fail(taking ? 4 : 2)
      else if (n < 128) emit(sprintf("%c", n))
      else if (n < 2048) emit(sprintf("%c%c", 192 + int(n / 64), 128 + n % 64))
      else if (n < 65536) emit(sprintf("%c%c%c", 224 + int(n / 4096), 128 + int(n / 64) % 64, 128 + n % 64))
      else emit(sprintf("%c%c%c%c", 240 + int(n / 262144), 128 + int(n / 4096) % 64, 128 + int(n / 64) % 64, 128 + n % 64))
    }
    # A unit of UTF-16: the high half of a pair waits for the low one, which must follow at once.
    function emit_unit(n) {
      if (high && n >= 56320 && n < 57344) emit_code(65536 + (high - 55296) * 1024 + n - 56320)
      else if (high || n >= 56320 && n < 57344) fail(taking ? 4 : 2)
      else if (n < 55296 || n >= 57344) emit_code(n)
      high = (!high && n >= 55296 && n < 56320) ? n : 0
    }
    function emit_text(s) {
      if (s == "") return
      if (high) fail(taking ? 4 : 2)
      high = 0
      emit(s)
    }
    # A record inside a string. Returns whether the quote after it ends the string, or belongs to it.
    function read_text(s,   n, i, c, at) {
      n = split(s, part, "\\")
      if (n > 0) emit_text(part[1])
      for (i = 2; i <= n; i++) {
        if (part[i] == "") {
          if (i == n) { emit_text("\""); return 0 }
          emit_text("\\")
          emit_text(part[++i])
          continue
        }
        c = substr(part[i], 1, 1)
        if (c == "u") {
          emit_unit(number(substr(part[i], 2, 4)))
          emit_text(substr(part[i], 6))
          continue
        }
        at = index("bfnrt/", c)
        if (!at) fail(2)
        emit_text(substr("\b\f\n\r\t/", at, 1) substr(part[i], 2))
      }
      if (high) fail(taking ? 4 : 2)
      high = 0
      return 1
    }
    function is_wanted() { return !found && prefix[depth] key == wanted }
    function end_literal() {
      if (literal == "") return
      if (literal !~ /^(-?[0-9][0-9.eE+-]*|true|false|null)$/) fail(2)
      if (is_wanted()) { if (literal == "null") fail(3); else { print literal; found = 1 } }
      literal = ""
    }
    function read_structure(s,   i, c) {
      for (i = 1; i <= length(s); i++) {
        c = substr(s, i, 1)
        if (c ~ /[-+.0-9A-Za-z]/) { literal = literal c; continue }
        end_literal()
        if (c == "{" || c == "[") {
          if (is_wanted()) fail(3)
          prefix[depth + 1] = depth ? prefix[depth] key "\n" : ""
          kind[++depth] = c
          key = c == "[" ? "\001" : ""
          expects_key = c == "{"
        } else if (c == "}" || c == "]") {
          if (depth < 1 || kind[depth] != (c == "}" ? "{" : "[")) { fail(2); return }
          depth--
          expects_key = 0
          key = "\001"
        } else if (c == ",") {
          expects_key = kind[depth] == "{"
        } else if (c == ":") {
          expects_key = 0
        } else if (c !~ /[ \t\r\n]/) fail(2)
      }
      end_literal()
    }
    BEGIN { RS = "\""; ORS = ""; wanted = ENVIRON["json_keys"]; depth = 0 }
    failed { next }
    inside {
      if (!read_text($0)) next
      inside = 0
      if (taking) found = 1
      if (naming) key = name
      taking = naming = 0
      next
    }
    {
      read_structure($0)
      inside = 1
      naming = expects_key
      name = ""
      taking = !naming && is_wanted()
    }
    # After the last record no quote follows: a text that ends outside of a string leaves `inside` set, and nothing in it.
    END {
      if (failed) exit failed
      if (depth != 0 || !inside || !NR) exit 2
      exit !found
    }'
}
