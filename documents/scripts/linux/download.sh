# shellcheck shell=sh disable=SC2034,SC2154 # the parts share their variables
#
# Fetches the package and checks that it is the one that was meant.

download() {
  file=$work/package.$kind
  say "downloading $(quote "$url")"
  if has curl; then
    run timeout "$download_seconds" curl -fsSL --proto '=https,http' --proto-redir '=https' \
      --connect-timeout 15 --retry 3 -o "$file" "$url"
  elif has wget; then
    run timeout "$download_seconds" wget -nv --tries=3 --timeout=15 -O "$file" "$url"
  else
    finish 29 cannot-run 'the node has neither curl nor wget'
  fi || {
    code=$?
    [ "$code" -eq 124 ] && echo "no answer within $download_seconds seconds" >>"$log"
    show_log
    finish 20 download-failed "$(quote "$url") (code $code)"
  }
  received=$(sha256sum "$file" | cut -d ' ' -f 1)
  [ "$received" = "$sha256" ] || finish 21 checksum-wrong "expected $sha256, received $received"
}
