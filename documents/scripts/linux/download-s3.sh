# shellcheck shell=sh disable=SC2034,SC2154 # the parts share their variables
#
# Downloads a package from a private bucket, with the node's own credentials.

# download_s3 s3://BUCKET/KEY FILE: FILE is in $work. It returns 1 when the object cannot be had; then $s3_words say why,
# and so does the log.
download_s3() {
  case $2 in "$work"/*) ;; *) finish 29 cannot-run "$(quote "$2") is outside of $work" ;; esac
  s3_url=$1
  s3_bucket=${1#s3://}
  s3_bucket=${s3_bucket%%/*}
  s3_key=${1#s3://*/}
  s3_words=
  find_region
  s3_region=$region
  s3_deadline=$(($(date +%s) + download_seconds))
  for s3_identity in profile agent root; do
    use_identity "$s3_identity" || continue
    get_object "$2" && return
    rm -f "$2"
    [ "$refusal" = denied ] || [ "$refusal" = key ] || break
  done
  [ -n "$s3_words" ] || s3_words="the node has no credentials: no instance profile, none of the SSM agent, none of root$identity_faults"
  s3_words="$(quote "$s3_url"): $s3_words"
  printf '%s\n' "$s3_words" >>"$log"
  return 1
}

# Asks again in the bucket's own region, once.
get_object() {
  refusal=other
  s3_moves=1
  while :; do
    persist 3 get_object_once "$1" || {
      s3_words="$s3_words${s3_words:+; }$endpoint: $answer_words"
      return 1
    }
    [ "$answer_status" != 200 ] || return 0
    if [ "$s3_moves" -eq 0 ] || ! read_bucket_region "$1"; then break; fi
    s3_moves=0
  done
  judge_object_refusal "$1"
  return 1
}

get_object_once() {
  s3_seconds=$((s3_deadline - $(date +%s)))
  [ "$s3_seconds" -gt 0 ] || s3_seconds=1
  encode_path "$s3_key"
  endpoint_of s3 "$s3_region" AWS_ENDPOINT_URL_S3
  # The certificate fits no name with dots as a host, and an endpoint of one's own has no such hosts.
  s3_address=$endpoint/$s3_bucket/$encoded
  case $s3_bucket/$endpoint in
    *.*/https:*) ;;
    *"/https://s3.$s3_region."*) s3_address=https://$s3_bucket.${endpoint#https://}/$encoded ;;
  esac
  sign_region=$s3_region
  sign_service=s3
  request_body=
  signed_request GET "$s3_address" "$s3_seconds" '' "$1"
}

# read_bucket_region FILE: S3 names the bucket's region in a header, and in the body where the signature's was wrong.
read_bucket_region() {
  case $answer_status in 301 | 307 | 400) ;; *) return 1 ;; esac
  s3_moved=$(sed -n 's/^ *[Xx]-[Aa]mz-[Bb]ucket-[Rr]egion: *\([a-z0-9-]*\).*/\1/p' "$work/answer.heads" | tail -n 1)
  [ -n "$s3_moved" ] || s3_moved=$(read_element Region "$1")
  case $s3_moved in '' | "$s3_region" | *[!a-z0-9-]*) return 1 ;; esac
  s3_region=$s3_moved
}

# read_element NAME FILE: the text of an element of an error of S3.
read_element() {
  [ ! -f "$2" ] || head -c 4000 "$2" | tr -d '\000' | tr '\n' ' ' | sed -n "s/.*<$1>\([^<]*\)<\/$1>.*/\1/p"
}

judge_object_refusal() {
  s3_error=$(read_element Code "$1")
  judge_refusal "${s3_error:-$answer_status}" "$(read_element Message "$1")"
  case $answer_status-$refusal in
    403-denied) refusal_words="s3:GetObject is $refusal_words; S3 says the same of an object that is not there to an identity without s3:ListBucket" ;;
    404-*) refusal_words="not there: $refusal_words" ;;
    *-clock | *-key | *-denied) ;;
    *) refusal_words="$endpoint answers $answer_status $refusal_words" ;;
  esac
  s3_words="$s3_words${s3_words:+; }$refusal_words"
}
