# shellcheck shell=sh disable=SC2034,SC2154 # the parts share their variables
#
# One attempt to fetch an address, with whatever program the node has. https never becomes http, in none of them.
# Each writes what went wrong to the log, and sets `answer` to what the server said of the body: status, type and address.

# The node's own proxy is used, but never for the node itself. wget and apt read the names in small letters alone.
no_proxy="127.0.0.1,localhost,${no_proxy:-${NO_PROXY:-}}"
no_proxy=${no_proxy%,}
NO_PROXY=$no_proxy
https_proxy=${https_proxy:-${HTTPS_PROXY:-}}
[ -n "$https_proxy" ] || unset https_proxy
export no_proxy NO_PROXY ${https_proxy+https_proxy}

readonly apt_helper=/usr/lib/apt/apt-helper

# Sets fetcher to the first program that the node has. That of busybox comes last, because it checks no certificate.
choose_fetcher() {
  fetcher=
  if has curl; then
    fetcher=curl
  elif has wget && wget --version 2>/dev/null | grep -q '^GNU Wget'; then
    fetcher=wget
  elif has python3; then
    fetcher=python3
  elif [ -x "$apt_helper" ]; then
    fetcher=apt_helper
  elif has wget; then
    fetcher=busybox
  else
    finish 29 cannot-run 'the node has no curl, wget, python3 or apt to download with'
  fi
}

# fetch URL FILE SECONDS
fetch() {
  answer=
  "fetch_with_$fetcher" "$@"
}

fetch_with_curl() {
  limited "$3" curl -fsSL --proto '=https,http' --proto-redir '=https' --max-redirs 5 --connect-timeout 15 \
    -w 'muster-answer %{http_code} %{content_type} %{url_effective}\n' -o "$2" "$1"
  fetch_code=$?
  answer=$(sed -n 's/^muster-answer //p' "$log" | tail -n 1)
  sed '/^muster-answer /d' "$log" >"$log.new" && mv -f "$log.new" "$log"
  return "$fetch_code"
}

# GNU wget follows redirects to http. So it follows none, and each target is judged here.
fetch_with_wget() {
  fetch_target=$1
  for redirect in 0 1 2 3 4 5; do
    limited "$3" wget -nv -S --max-redirect=0 --tries=1 --timeout=15 -O "$2" "$fetch_target"
    fetch_code=$?
    answer="$(sed -n 's/^ *HTTP[^ ]* \([0-9]*\).*/\1/p' "$log" | tail -n 1) - $fetch_target"
    case $fetch_code-$answer in
      *-3*) ;;
      [1-9]*-2*) # wget says nothing of it
        echo 'error: the answer was cut off' >>"$log"
        return "$fetch_code"
        ;;
      *) return "$fetch_code" ;;
    esac
    fetch_location=$(sed -n 's/^ *[Ll]ocation: *\([^ ]*\).*/\1/p' "$log" | tr -d '\r' | tail -n 1)
    case $fetch_location in
      https://*) fetch_target=$fetch_location ;;
      /*) fetch_target=$(printf '%s' "$fetch_target" | sed 's|^\([a-z]*://[^/]*\).*|\1|')$fetch_location ;;
      '') return 8 ;;
      *)
        echo "error: a redirect to '$fetch_location', which is not https" >>"$log"
        return 8
        ;;
    esac
    : >"$log"
  done
  echo "error: more than $redirect redirects" >>"$log"
  return 8
}

fetch_with_python3() {
  limited "$3" python3 -c '
import shutil, sys, urllib.request
class Https(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, request, body, code, message, headers, url):
        if not url.startswith("https://"):
            sys.exit("error: a redirect to \"%s\", which is not https" % url)
        return super().redirect_request(request, body, code, message, headers, url)
try:
    with urllib.request.build_opener(Https).open(sys.argv[1], timeout=15) as source:
        print("muster-answer", source.status, source.headers.get("Content-Type", "-").split(";")[0], source.url)
        with open(sys.argv[2], "wb") as target:
            shutil.copyfileobj(source, target)
        if source.length:
            sys.exit("error: the answer was cut off: %d bytes are missing" % source.length)
except Exception as error:
    print("muster-answer", getattr(error, "code", 0), "-", sys.argv[1])
    sys.exit("error: %s" % error)
' "$1" "$2"
  fetch_code=$?
  answer=$(sed -n 's/^muster-answer //p' "$log" | tail -n 1)
  sed '/^muster-answer /d' "$log" >"$log.new" && mv -f "$log.new" "$log"
  return "$fetch_code"
}

# The fetcher of apt refuses redirects from https to http by itself.
fetch_with_apt_helper() {
  limited "$3" "$apt_helper" -o APT::Sandbox::User=root -o Acquire::Retries=0 download-file "$1" "$2"
  fetch_code=$?
  answer="$(sed -n 's/.* \([45][0-9][0-9]\)  [A-Z].*/\1/p' "$log" | tail -n 1) - $1"
  return "$fetch_code"
}

# It cannot be told to stay with https, but it shows where it went. It does not read no_proxy, and its option for a
# time-out (-T) makes some builds crash.
fetch_with_busybox() {
  fetch_proxy=${http_proxy-}
  case $1 in http://*) http_proxy= ;; esac
  limited "$3" wget -S -O "$2" "$1"
  fetch_code=$?
  http_proxy=$fetch_proxy
  answer="$(sed -n 's/^ *HTTP[^ ]* \([0-9]*\).*/\1/p' "$log" | tail -n 1) - $1"
  if grep -Eiq '^ *location: *http:' "$log"; then
    echo 'error: a redirect to http, which is not https' >>"$log"
    fetch_code=8
  fi
  return "$fetch_code"
}
