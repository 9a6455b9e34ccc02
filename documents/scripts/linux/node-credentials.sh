# shellcheck shell=sh disable=SC2034,SC2154 # the parts share their variables
#
# The identities of this node, one after the other: its instance profile; the role of Default Host Management, whose
# credentials the SSM agent alone can ask for and keeps in a file; the shared credentials of root, where the agent keeps
# those of a node outside of EC2.

access_key='' secret_key='' session_token='' imds_token=''
identity=''           # whose credentials these are, in words
absent_identities=' ' # sources that have none
identity_faults=''    # why, where that is no matter of course
agent_credentials=/var/lib/amazon/ssm/credentials

# Sets $region. The agent says it, and the instance knows it.
find_region() {
  choose_sender
  region=${AWS_SSM_REGION_NAME:-}
  [ -n "$region" ] || { ask_imds placement/region && region=$answer; }
  [ -n "$region" ] || region=${AWS_REGION:-${AWS_DEFAULT_REGION:-}}
  case $region in
    '' | *[!a-z0-9-]*) finish 29 cannot-run "the region of the node is '$(quote "$region")': neither the SSM agent nor the instance metadata names it" ;;
  esac
}

# Sets $endpoint for a service: endpoint_of SERVICE REGION VARIABLE. The environment may name another, as for every SDK.
endpoint_of() {
  eval "endpoint=\${$3:-\${AWS_ENDPOINT_URL:-}}"
  endpoint=${endpoint%/}
  case $endpoint in
    '') ;;
    https://*[!A-Za-z0-9._:/-]*) ;;
    https://?* | http://127.0.0.1 | http://127.0.0.1[:/]* | http://localhost | http://localhost[:/]*) return ;;
  esac
  [ -z "$endpoint" ] || finish 26 bad-parameter "$3 is '$(quote "$endpoint")'; allowed is https, and http to this node itself"
  case $2 in
    cn-*) endpoint=amazonaws.com.cn ;;
    eusc-*) endpoint=amazonaws.eu ;;
    us-iso-*) endpoint=c2s.ic.gov ;;
    us-isob-*) endpoint=sc2s.sgov.gov ;;
    eu-isoe-*) endpoint=cloud.adc-e.uk ;;
    us-isof-* | eu-isof-*) endpoint=csp.hci.ic.gov ;;
    *) endpoint=amazonaws.com ;;
  esac
  endpoint=https://$1.$2.$endpoint
}

# ask_imds PATH: sets $answer to what the instance metadata says, or returns 1. Never through a proxy.
ask_imds() {
  case ${AWS_SSM_INSTANCE_ID:-} in mi-*) return 1 ;; esac # a node outside of EC2 may have a stranger at that address
  imds=${AWS_EC2_METADATA_SERVICE_ENDPOINT:-http://169.254.169.254}
  imds=${imds%/}
  request_direct=yes
  request_body=
  if [ -z "$imds_token" ]; then
    request_headers="x-aws-ec2-metadata-token-ttl-seconds:300$newline"
    persist 2 send_request PUT "$imds/latest/api/token" 2 && [ "$answer_status" = 200 ] && imds_token=$answer
  fi
  imds_code=1
  if [ -n "$imds_token" ]; then
    request_headers="x-aws-ec2-metadata-token:$imds_token$newline"
    persist 3 send_request GET "$imds/latest/meta-data/$1" 2 && [ "$answer_status" = 200 ] && imds_code=0
  fi
  request_direct=
  return "$imds_code"
}

# use_identity SOURCE: makes its credentials those that requests are signed with; returns 1 when it has none.
use_identity() {
  case $absent_identities in *" $1 "*) return 1 ;; esac
  access_key='' secret_key='' session_token=''
  case $1 in
    profile) read_profile ;;
    agent) identity="the SSM agent's role" && read_credentials "$agent_credentials" default ;;
    root) identity="root's shared credentials" &&
      read_credentials "${AWS_SHARED_CREDENTIALS_FILE:-$(root_home)/.aws/credentials}" "${AWS_PROFILE:-default}" ;;
  esac
  case $access_key/$secret_key in
    ?*/?*) return ;;
  esac
  absent_identities="$absent_identities$1 "
  return 1
}

root_home() {
  root_folder=$(awk -F: '$3 == 0 { print $6; exit }' /etc/passwd 2>/dev/null)
  printf '%s\n' "${root_folder:-/root}"
}

read_profile() {
  ask_imds iam/security-credentials/ || return
  profile_role=${answer%%"$newline"*}
  case $profile_role in '' | *[!A-Za-z0-9_+=,.@-]*) return 1 ;; esac
  ask_imds "iam/security-credentials/$profile_role" || return
  identity="the instance profile's role $profile_role"
  profile_answer=$answer
  access_key=$(put "$profile_answer" | read_json AccessKeyId)
  secret_key=$(put "$profile_answer" | read_json SecretAccessKey)
  session_token=$(put "$profile_answer" | read_json Token)
  [ -n "$access_key" ] || identity_faults="; $identity gives none: $(quote "$(put "$profile_answer" | read_json Code)")"
}

# read_credentials FILE PROFILE: a file as the AWS CLI and the SSM agent write it.
read_credentials() {
  [ -r "$1" ] || return
  credentials=$(awk -v profile="$2" '
    /^[ \t]*\[/ { section = $0; gsub(/^[ \t]*\[[ \t]*|[ \t]*\].*$/, "", section); next }
    section == profile && /^[a-z_]+[ \t]*=/ {
      name = value = $0
      sub(/[ \t]*=.*/, "", name)
      sub(/^[^=]*=[ \t]*/, "", value)
      sub(/[ \t\r]+$/, "", value)
      found[name] = value
    }
    END { print found["aws_access_key_id"] "\n" found["aws_secret_access_key"] "\n" found["aws_session_token"] "\n." }' "$1")
  access_key=${credentials%%"$newline"*}
  credentials=${credentials#*"$newline"}
  secret_key=${credentials%%"$newline"*}
  credentials=${credentials#*"$newline"}
  session_token=${credentials%%"$newline"*}
  credentials=
}
