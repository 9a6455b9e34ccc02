# shellcheck shell=sh disable=SC2034,SC2154 # the parts share their variables
#
# Fetches the package, and checks that it is the one that was meant.

download() {
  file=$work/package.$kind
  say "downloading $(quote "$url")"
  began=$(date +%s)
  case $url in s3://*) ;; *) choose_fetcher ;; esac
  for attempt in 1 2 3 4; do
    left_seconds=$((download_seconds - $(date +%s) + began))
    [ "$left_seconds" -gt 0 ] || break
    : >"$log"
    rm -f "$file"
    if fetch_package; then
      check_content
      return
    fi
    is_passing || break
    sleep 5
  done
  check_disk "$work"
  explain_failure
}

fetch_package() {
  case $url in
    s3://*) answer='' && download_s3 "$url" "$file" ;;
    *) fetch "$url" "$file" "$left_seconds" ;;
  esac
  code=$?
  case $code-${answer%% *} in
    0-3*) code=8 ;; # a redirect that leads nowhere: curl takes its body for the answer
    0-*) [ -f "$file" ] || code=8 ;;
  esac
  return "$code"
}

# Whether the same request may succeed a little later. What the server or a certificate says clearly, it will say again.
is_passing() {
  case ${answer%% *} in
    408 | 429) return 0 ;;
    3* | 4*) return 1 ;;
  esac
  ! grep -Eiq 'certificate|not https|no space left|NoSuch|AccessDenied' "$log"
}

explain_failure() {
  host=${url#*://}
  host=${host%%/*}
  [ "$code" -ne 124 ] || finish 20 download-failed "$(quote "$url") did not end within $download_seconds seconds"
  case ${answer%% *} in
    3*)
      ! grep -Eiq 'redirects|infinite loop' "$log" || finish 20 download-failed "$(quote "$url") answers with one redirect after another, more than five"
      finish 20 download-failed "$(quote "$url") answered ${answer%% *}, a redirect without a target that may be followed (https with a Location)"
      ;;
  esac
  show_errors
  reason="code $code${answer:+, answer ${answer%% *}}"
  clock=$(date -u '+%Y-%m-%d %H:%M UTC')
  if grep -Eiq 'not (yet|activated)|notBefore' "$log"; then
    reason="the certificate of $host is not valid yet: by the clock of the node it is $clock"
  elif grep -Eiq 'certificate.*expired|expired.*certificate' "$log"; then
    reason="the certificate of $host has expired: by the clock of the node it is $clock"
  elif grep -Eiq 'issuer|self.signed|unknown ca\b|authority|verify failed: unable' "$log"; then
    reason="the node does not know the issuer of the certificate of $host (it is $clock there)"
  elif grep -Eiq 'subject name|does not match|hostname|common name' "$log"; then
    reason="the certificate of $host is for another name"
  fi
  finish 20 download-failed "$(quote "$url"): $reason"
}

# What every package of a kind begins with, in hexadecimal digits.
magic_of() {
  case $1 in
    deb) echo 213c617263683e ;;
    rpm) echo edabeedb ;;
    tar) echo 1f8b ;;
  esac
}

# A page of a proxy or a half answer is the network's trouble; a package with another checksum is not.
check_content() {
  received=$(sha256sum "$file" | cut -d ' ' -f 1)
  [ "$received" != "$sha256" ] || return 0
  bytes=$(($(wc -c <"$file")))
  from="$(quote "${answer##* }")"
  from=${from:-$(quote "$url")}
  if is_page; then
    finish 20 download-failed "HTML or XML instead of a .$kind package: $bytes bytes from $from, such as the page of a proxy or of a login"
  fi
  begin=$(head -c 16 "$file" | od -An -v -tx1 | tr -d ' \n')
  case $begin in
    "$(magic_of "$kind")"*)
      finish 21 checksum-wrong "expected $sha256, received $received ($bytes bytes)"
      ;;
  esac
  [ "$bytes" -ge 64 ] || finish 20 download-failed "the answer is too short for a .$kind package: $bytes bytes from $from"
  finish 20 download-failed "no .$kind package: $bytes bytes from $from that begin with '$(quote "$(head -c 40 "$file" | tr -d '\000')")'"
}

# Whether the file is a page. A server may send one compressed, and then it begins like a .tar.gz.
is_page() {
  { gzip -dc "$file" 2>/dev/null || cat "$file"; } | head -c 1000 | tr '\n\000' '  ' |
    grep -Eiq '^[^A-Za-z0-9]*(<!--.*-->)?[^A-Za-z0-9]*<(!doctype|html|head|\?xml)'
}
