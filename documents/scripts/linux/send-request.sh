# shellcheck shell=sh disable=SC2034,SC2154 # the parts share their variables
#
# Sends requests that carry credentials: with curl, GNU wget or python3, whichever is there. Headers go by stdin or by a
# file in $work, never as arguments, and certificates are checked whatever the node's own configuration says. The wget
# of busybox checks none, so it is not used here. Each of them is a child that await_limited watches.

request_headers='' # lines "name:value"
request_body=''    # of a POST; never secret
request_direct=''

# Each sender has a limit of its own, except wget for a file. A sender that outlives this run is ended before that.
readonly sender_seconds_max=7200

choose_sender() {
  if has curl; then
    sender=curl
  elif has python3; then
    sender=python3
  else
    case $(wget --version 2>/dev/null) in
      'GNU Wget 1.'*) sender=wget ;;
      *) finish 29 cannot-run 'the node has neither curl, GNU wget nor python3, so it cannot send signed requests' ;;
    esac
  fi
}

# send_request METHOD URL SECONDS [FILE]: sets $answer_status, and $answer unless the body goes to FILE. It returns 1
# with $answer_words when there was no whole answer. `request_direct=yes` passes by every proxy.
send_request() {
  answer=
  answer_status=
  request_output=${4:-}
  request_heads=$work/answer.heads
  (umask 077 && put "$request_body" >"$work/request.body" && : >"$request_heads") || finish 29 cannot-run "$work is not writable"
  case $2 in
    http://127.0.0.1[:/]* | http://localhost[:/]*) request_proxy=no request_scheme=http ;;
    http://*) request_proxy=${request_direct:+no} request_scheme=http ;;
    *) request_proxy=${request_direct:+no} request_scheme=https ;;
  esac
  if [ -n "$request_output" ]; then
    send_with_"$sender" "$@" 2>"$work/answer.errors" # not in $( ): a signal to the shell would have to wait for it
    request_code=$?
  else
    answer=$(send_with_"$sender" "$@" 2>"$work/answer.errors")
    request_code=$?
  fi
  answer_status=$(awk '/^ *HTTP\// { status = $2 } END { print status }' "$request_heads")
  [ "$request_code" -eq 0 ] && [ -n "$answer_status" ] && return
  answer_words=$(awk '/^[^ ]/ { line = $0 } /^(curl: |ERROR: )/ { exit } END { print line }' "$work/answer.errors")
  answer_words=$(quote "${answer_words:-no answer within $3 seconds} ($sender, code $request_code)")
  return 1
}

send_with_curl() {
  {
    put "url = \"$2\"
request = \"$1\"
silent
show-error
proto = \"=$request_scheme\"
connect-timeout = $(($3 < 10 ? $3 : 10))
max-time = $3
dump-header = \"$request_heads\"
${request_proxy:+noproxy = \"*\"}
${request_output:+output = \"$request_output\"}
"
    [ "$1" != POST ] || put "data-binary = \"@$work/request.body\"$newline"
    put "$request_headers" | sed 's/.*/header = "&"/'
  } | curl -q -K - 9>&- &
  child=$!
  await_limited "$sender_seconds_max"
}

# wget ends with 8 when the status is an error. HOME keeps it from the node's .netrc and .wget-hsts.
send_with_wget() {
  wget_method=
  case $1 in
    POST) wget_method="post_file = $work/request.body" ;;
    PUT) wget_method='method = PUT' ;;
  esac
  (umask 077 && {
    put "check_certificate = on
server_response = on
verbose = off
tries = 1
timeout = $(($3 < 10 ? $3 : 10))
max_redirect = 0
content_on_error = on
output_document = ${request_output:--}
${request_proxy:+use_proxy = off}
$wget_method
"
    put "$request_headers" | sed 's/^/header = /'
  } >"$work/wgetrc") || return
  if [ -n "$request_output" ]; then
    WGETRC=$work/wgetrc HOME=$work wget "$2" 9>&- &
    child=$!
    await_limited "$3"
  else # `timeout` takes it out of the group of processes, but not for long
    WGETRC=$work/wgetrc HOME=$work timeout "$3" wget "$2" 9>&- &
    child=$!
    await_limited "$sender_seconds_max"
  fi
  wget_code=$?
  rm -f "$work/wgetrc"
  cat "$work/answer.errors" >"$request_heads"
  [ "$wget_code" -ne 8 ] || wget_code=0
  return "$wget_code"
}

# No line of this program is indented, because a document holds scripts without the blanks in front of their lines.
send_with_python3() {
  put "$1$newline$2$newline$3$newline$request_proxy$newline$request_heads$newline$request_output$newline\
$work/request.body$newline$request_headers" | python3 -I -c '
import shutil, signal, ssl, sys
from urllib import error, request
method, url, seconds, proxy, heads, output, body, *headers = sys.stdin.read().split("\n")
signal.alarm(int(seconds))
class Stay(request.HTTPRedirectHandler): redirect_request = lambda *words: None
handlers = [Stay(), request.HTTPSHandler(context=ssl.create_default_context())]
if proxy: handlers.append(request.ProxyHandler({}))
data = open(body, "rb").read() if method == "POST" else None
call = request.Request(url, data, dict(h.split(":", 1) for h in headers if h), method=method)
try: answer = request.build_opener(*handlers).open(call, timeout=min(int(seconds), 10))
except error.HTTPError as refusal: answer = refusal
except OSError as fault: sys.exit(str(fault))
with open(heads, "w") as file: file.write("HTTP/1.1 %d\n%s" % (answer.code, answer.headers))
shutil.copyfileobj(answer, open(output, "wb") if output else sys.stdout.buffer)
if answer.length: sys.exit("the answer was cut off")
' 9>&- &
  child=$!
  await_limited "$sender_seconds_max"
}

# persist COUNT COMMAND...: runs a command that sends a request, COUNT times at most, with growing pauses, while nobody
# answers or the answer says that it may be different later. It returns 1 when the last time had no answer.
persist() {
  persist_left=$1
  persist_pause=1
  shift
  while :; do
    persist_code=0
    "$@" || persist_code=1
    case $persist_code-$answer_status-$answer in
      1-* | 0-429-* | 0-5??-* | 0-400-*Throttl* | 0-400-*TooManyRequests*) ;;
      *) return 0 ;;
    esac
    persist_left=$((persist_left - 1))
    [ "$persist_left" -gt 0 ] || return "$persist_code"
    sleep "$persist_pause"
    persist_pause=$((persist_pause * 2))
  done
}

# signed_request METHOD URL SECONDS TARGET [FILE]: POST has a body of JSON and names its operation by TARGET.
signed_request() {
  sign_time=$(date -u +%Y%m%dT%H%M%SZ)
  signed_host=${2#*://}
  signed_path=/
  case $signed_host in */*) signed_path=/${signed_host#*/} ;; esac
  signed_host=${signed_host%%/*}
  sha256 "$request_body"
  signed_hash=$digest
  case $1 in
    POST) signed_headers="content-type:application/x-amz-json-1.1${newline}host:$signed_host$newline" ;;
    *) signed_headers="host:$signed_host${newline}x-amz-content-sha256:$signed_hash$newline" ;;
  esac
  signed_headers="${signed_headers}x-amz-date:$sign_time$newline"
  [ -z "$session_token" ] || signed_headers="${signed_headers}x-amz-security-token:$session_token$newline"
  [ -z "$4" ] || signed_headers="${signed_headers}x-amz-target:$4$newline"
  sign_request "$1" "$signed_path" '' "${signed_headers%"$newline"}" "$signed_hash"
  request_headers="${signed_headers}authorization:$authorization$newline"
  send_request "$1" "$2" "$3" ${5:+"$5"}
}
