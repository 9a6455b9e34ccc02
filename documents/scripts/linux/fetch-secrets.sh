# shellcheck shell=sh disable=SC2034,SC2154 # the parts share their variables
#
# Fetches the agent's secrets by name, from Parameter Store and Secrets Manager, into variables that the package, the
# configure step and the check see. A secret and a credential stand in variables of this shell, in pipes, and in files
# that root alone can read; in no argument, no output and no log.

secret_names=''

# For each entry NAME=parameter:NAME or NAME=secret:NAME[#KEY] of $secrets: exports the variable.
fetch_secrets() {
  [ -n "$secrets" ] || return 0
  find_region
  for secret_entry in $secrets; do
    secret_variable=${secret_entry%%=*}
    case $secret_variable in '' | [0-9]* | *[!A-Z0-9_]*) refuse_secret ;; esac # this script's own are in small letters
    secret_name=${secret_entry#*:}
    secret_key_name=${secret_name#*#}
    secret_name=${secret_name%%#*}
    case ${secret_entry#*=} in
      parameter:*'#'* | secret:*'#') refuse_secret ;;
      secret:*'#'*) ;;
      parameter:* | secret:*) secret_key_name='' ;;
      *) refuse_secret ;;
    esac
    case $secret_name in '' | *[!A-Za-z0-9/_.:+=@-]*) refuse_secret ;; esac
    fetch_secret
    secret_names="$secret_names${secret_names:+ }$secret_variable"
    export "$secret_variable=$secret_value"
  done
  secret_value=
}

# For a run that needs them only to hide them, and goes on without.
learn_secrets() {
  [ -n "$secrets" ] && [ -z "$secret_names" ] || return 0
  (fetch_secrets) >/dev/null 2>&1 && fetch_secrets
}

refuse_secret() {
  finish 26 bad-parameter "secrets has '$(quote "$secret_entry")'; allowed is NAME=parameter:NAME or NAME=secret:NAME#KEY"
}

# Sets $secret_value, with the first identity of the node that may read it.
fetch_secret() {
  secret_region=$region
  case $secret_name in
    arn:*:*:*:*) secret_region=${secret_name#arn:*:*:} && secret_region=${secret_region%%:*} ;;
  esac
  case $secret_entry in
    *=parameter:*)
      secret_action=ssm:GetParameter secret_path="Parameter${newline}Value"
      request_target=AmazonSSM.GetParameter
      secret_body="{\"Name\":\"$secret_name\",\"WithDecryption\":true}"
      endpoint_of ssm "$secret_region" AWS_ENDPOINT_URL_SSM
      ;;
    *)
      secret_action=secretsmanager:GetSecretValue secret_path=SecretString
      request_target=secretsmanager.GetSecretValue
      secret_body="{\"SecretId\":\"$secret_name\"}"
      endpoint_of secretsmanager "$secret_region" AWS_ENDPOINT_URL_SECRETS_MANAGER
      ;;
  esac
  secret_denials=''
  secret_code=31 secret_word=secret-denied
  for secret_identity in profile agent root; do
    use_identity "$secret_identity" || continue
    ask_for_secret && return
  done
  [ -n "$secret_denials" ] ||
    secret_denials="the node has no credentials: no instance profile, none of the SSM agent, none of root$identity_faults"
  finish "$secret_code" "$secret_word" "$secret_variable: $secret_denials"
}

# Returns 1 when another identity may do better.
ask_for_secret() {
  sign_region=$secret_region
  sign_service=${secret_action%%:*}
  request_body=$secret_body
  persist 4 signed_request POST "$endpoint/" 20 "$request_target" ||
    finish 20 download-failed "$secret_variable: $endpoint: $answer_words"
  if [ "$answer_status" = 200 ]; then
    read_secret
    return 0
  fi
  secret_error=$(put "$answer" | read_json __type)
  secret_error=${secret_error##*#}
  secret_message=$(put "$answer" | read_json message || put "$answer" | read_json Message)
  judge_refusal "$secret_error" "$secret_message"
  case $refusal in
    key) secret_code=33 secret_word=secret-key-denied ;;
    denied) ;;
    clock) finish 29 cannot-run "$secret_variable: $refusal_words" ;;
    missing) finish 32 secret-missing "$secret_variable: $secret_name: $refusal_words" ;;
    *) finish 20 download-failed "$secret_variable: $endpoint answers $answer_status $refusal_words" ;;
  esac
  secret_denials="$secret_denials${secret_denials:+; }$secret_action of $secret_name: $refusal_words"
  return 1
}

# judge_refusal ERROR MESSAGE: sets $refusal to its kind, and $refusal_words. The texts are those of AWS; Parameter Store
# hands on what KMS says, under the name AccessDeniedException.
judge_refusal() {
  refusal_words=$(quote "$1${2:+: }$2")
  case $1-$2 in
    *'Signature expired'* | *'Signature not yet current'* | RequestTimeTooSkewed-* | RequestExpired-*)
      refusal=clock
      refusal_words="the clock of the node is wrong: it says $sign_time; $refusal_words"
      ;;
    AccessDenied*-*KMS* | AccessDenied*-*kms:* | AccessDenied*-*'ciphertext refers to'* | DecryptionFailure-* | InvalidKeyId-* | KMS*-*)
      refusal=key
      refusal_words="the key in KMS is refused to $(who_is_refused "$2")${2:+: }$(quote "$2")"
      ;;
    AccessDenied*-*)
      refusal=denied
      refusal_words="denied to $(who_is_refused "$2")"
      ;;
    ExpiredToken*-* | UnrecognizedClientException-* | Invalid*Token*-* | InvalidSignature*-* | SignatureDoesNotMatch-* | InvalidAccessKeyId-* | IncompleteSignature*-*)
      refusal=denied
      refusal_words="the credentials of $identity are refused: $refusal_words"
      ;;
    ParameterNotFound-* | ParameterVersion*NotFound-* | ResourceNotFoundException-* | InvalidRequestException-*)
      refusal=missing
      ;;
    *) refusal=other ;;
  esac
}

# The identity by the service's own words, and by ours.
who_is_refused() {
  case $1 in
    *'User: arn:'*)
      refused_user=${1#*'User: '}
      printf '%s (%s)\n' "$(quote "${refused_user%% *}")" "$identity"
      ;;
    *) printf '%s\n' "$identity" ;;
  esac
}

# read_value KEYS TEXT: sets $secret_value and $answer_code. The code stands at the end, where it also keeps the newlines
# of the value, which $( ) would drop. Shells look through a long text slowly, but not for one character at its end.
read_value() {
  secret_value=$(put "$2" | read_json "$1"; put "$?")
  for answer_code in 0 1 2 3 4; do
    case $secret_value in *"$answer_code") break ;; esac
  done
  secret_value=${secret_value%?}
}

read_secret() {
  read_value "$secret_path" "$answer"
  if [ "$answer_code" -eq 1 ] && put "$answer" | read_json SecretBinary >/dev/null; then
    finish 32 secret-missing "$secret_variable: $secret_name is binary; allowed is text"
  fi
  if [ "$answer_code" -eq 0 ] && [ -n "$secret_key_name" ]; then
    read_value "$secret_key_name" "$secret_value"
    case $answer_code in
      1) finish 32 secret-missing "$secret_variable: $secret_name has no key $(quote "$secret_key_name")" ;;
      2) finish 32 secret-missing "$secret_variable: $secret_name is not JSON, so it has no key $(quote "$secret_key_name")" ;;
      3) finish 32 secret-missing "$secret_variable: the key $(quote "$secret_key_name") of $secret_name is no text" ;;
    esac
  fi
  answer=
  case $answer_code in
    0) ;;
    4) finish 32 secret-missing "$secret_variable: $secret_name has a NUL or half a character, which no variable can hold" ;;
    *) finish 20 download-failed "$secret_variable: $endpoint answers with something else than a secret" ;;
  esac
}
