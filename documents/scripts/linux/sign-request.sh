# shellcheck shell=sh disable=SC2034,SC2154 # the parts share their variables
#
# Signature Version 4 of AWS.

# sign_request METHOD PATH QUERY HEADERS HASH: sets $authorization to the value of the header of that name.
# PATH and QUERY are encoded and sorted already. HEADERS are lines "name:value" in small letters, sorted. HASH is that
# of the body. It takes $access_key, $secret_key, $sign_service, $sign_region, and $sign_time (20150830T123600Z).
sign_request() {
  sign_names=$(put "$4" | awk -F : '{ printf "%s%s", (NR > 1 ? ";" : ""), $1 }')
  sign_scope=${sign_time%T*}/$sign_region/$sign_service/aws4_request
  sha256 "$1$newline$2$newline$3$newline$4$newline$newline$sign_names$newline$5"
  sign_text=AWS4-HMAC-SHA256$newline$sign_time$newline$sign_scope$newline$digest
  derive_key
  hmac_sha256 "$signing_key" "$sign_text"
  authorization="AWS4-HMAC-SHA256 Credential=$access_key/$sign_scope, SignedHeaders=$sign_names, Signature=$digest"
}

signing_key_of=

# Sets signing_key, which the requests of a day to a service share: to derive it takes eight of ten runs of sha256sum.
derive_key() {
  [ "$signing_key_of" != "$sign_scope $secret_key" ] || return 0
  hex_key "AWS4$secret_key"
  hmac_sha256 "$hex" "${sign_time%T*}"
  hmac_sha256 "$digest" "$sign_region"
  hmac_sha256 "$digest" "$sign_service"
  hmac_sha256 "$digest" aws4_request
  signing_key=$digest
  signing_key_of="$sign_scope $secret_key"
}

# encode_path PATH: sets $encoded. Every byte is encoded but letters, digits, - . _ ~ and the slash.
encode_path() {
  encoded=$(put "$1" | awk '
    BEGIN { for (i = 1; i < 256; i++) code[sprintf("%c", i)] = i }
    {
      for (i = 1; i <= length($0); i++) {
        c = substr($0, i, 1)
        if (c ~ /[A-Za-z0-9._~\/-]/) printf "%s", c
        else printf "%%%02X", code[c]
      }
    }')
}
