# shellcheck shell=sh disable=SC2034,SC2154 # the parts share their variables
#
# Hashes and keyed hashes from sha256sum alone. A text that may be secret goes through pipes of builtins only: every
# user of the node can read the arguments of every program, and openssl takes its key as one.

# A trace would print secrets. A variable that is exported, or came with the environment, goes to every program.
{ set +xva; } 2>/dev/null
unset access_key secret_key session_token imds_token profile_answer credentials answer secret_value authorization \
  request_headers signed_headers signing_key signing_key_of hex digest octal octal_rest octal_tail octal_byte hmac_inner

newline='
'

# put TEXT writes the text as it is; put_octal ESCAPES writes bytes, NUL too. In some builds of mksh printf is a program
# and print is the builtin, which knows an octal code by one more 0.
case $(command -v printf) in
  printf)
    octal_lead=\\
    put() { printf '%s' "$1"; }
    # shellcheck disable=SC2059 # a format may hold NUL, an argument may not in old builds of dash
    put_octal() { printf "$1"; }
    ;;
  *)
    octal_lead=\\0
    # shellcheck disable=SC3045 # the options are those of a Korn shell
    put() { print -nr -- "$1"; }
    put_octal() { print -n -- "$1"; }
    ;;
esac

# sha256 TEXT: sets $digest.
sha256() {
  digest=$(put "$1" | sha256sum)
  digest=${digest%% *}
}

# octal_bytes HEX COUNT MASK: sets $octal to COUNT bytes, those of HEX and then zeros, each of them XOR MASK.
octal_bytes() {
  octal=
  octal_rest=$1
  octal_count=$2
  while [ "$octal_count" -gt 0 ]; do
    octal_tail=${octal_rest#??}
    octal_byte=$((0x0${octal_rest%"$octal_tail"} ^ $3))
    octal=$octal$octal_lead$((octal_byte >> 6))$((octal_byte >> 3 & 7))$((octal_byte & 7))
    octal_rest=$octal_tail
    octal_count=$((octal_count - 1))
  done
}

# hmac_sha256 KEY TEXT: sets $digest. The key is in hex, at most 64 bytes.
hmac_sha256() {
  octal_bytes "$1" 64 0x36
  digest=$({ put_octal "$octal" && put "$2"; } | sha256sum)
  octal_bytes "${digest%% *}" 32 0
  hmac_inner=$octal
  octal_bytes "$1" 64 0x5c
  digest=$({ put_octal "$octal" && put_octal "$hmac_inner"; } | sha256sum)
  digest=${digest%% *}
}

# hex_key TEXT: sets $hex to the bytes of an ASCII text, or to its hash where it is longer than a key of HMAC may be.
hex_key() {
  if [ "${#1}" -gt 64 ]; then
    sha256 "$1"
    hex=$digest
    return
  fi
  hex=$(put "$1" | awk '
    BEGIN { for (i = 1; i < 128; i++) code[sprintf("%c", i)] = i }
    { for (i = 1; i <= length($0); i++) printf "%02x", code[substr($0, i, 1)] }')
}
