# shellcheck shell=sh disable=SC2034,SC2154 # the parts share their variables
#
# The parameters, which the document assigns in front of the script: each is judged before anything is done.
#   operation                         Install, Verify or Uninstall
#   agent                             name in messages, and of the files that remember the agent
#   package_name                      name of the rpm or deb package
#   version                           1.2.3 exactly, a package release may follow it; >=1.2.3 that or newer; latest
#   service                           unit whose health decides
#   packages                          entries KEY/ARCH=URL#SHA256; documents/README.md has the keys
#   download_seconds                  limit for the whole download, retries included
#   health_seconds, steady_seconds    limit for the service to become active, and how long it must stay so
#   gpg_check                         yes: an .rpm must have a signature that the node trusts
#   treat_as                          entries ID=ID: distributions to treat as others
#   secrets                           entries NAME=parameter:NAME or NAME=secret:NAME#KEY
#   has_configure, has_check, has_uninstall   yes, or empty
# and the functions set_variables, print_configure, print_check, print_uninstall and override_for.

# check_text NAME VALUE CHARACTERS: refuses an empty value, and one with a character not listed.
check_text() {
  case $2 in
    '' | -* | *[!$3]*) finish 26 bad-parameter "$1 is '$(quote "$2")'; allowed are the characters $3" ;;
  esac
}

# check_seconds NAME VALUE MIN MAX
check_seconds() {
  case $2 in
    '' | *[!0-9]* | 0* | ?????*) ;;
    *) [ "$2" -ge "$3" ] && [ "$2" -le "$4" ] && return ;;
  esac
  finish 26 bad-parameter "$1 is '$(quote "$2")'; allowed is a whole number from $3 to $4"
}

check_entry() {
  entry_hash=${1##*#}
  case $1 in
    *[!A-Za-z0-9._~:/=%+,#-]* | *'#'*'#'*) ;;
    # Plain http only to the node itself, where there is no wire to tap; the checksum guards the content in any case.
    [a-z0-9]*/x86_64=* | [a-z0-9]*/amd64=* | [a-z0-9]*/arm64=* | [a-z0-9]*/aarch64=*)
      case ${1#*=} in
        https://?*/?*'#'* | s3://?*/?*'#'* | http://127.0.0.1/?*'#'* | http://127.0.0.1:[1-9]*/?*'#'*)
          case $entry_hash in
            *[!0-9A-Fa-f]*) ;;
            *) [ "${#entry_hash}" -eq 64 ] && return ;;
          esac
          ;;
      esac
      ;;
  esac
  finish 26 bad-parameter "Packages has '$(quote "$1")'; allowed is KEY/ARCH=https://HOST/PATH#SHA256 or KEY/ARCH=s3://BUCKET/KEY#SHA256"
}

check_parameters() {
  case $operation in
    Install | Verify | Uninstall) ;;
    *) finish 26 bad-parameter "Operation is '$(quote "$operation")'; allowed are Install, Verify and Uninstall" ;;
  esac
  check_text AgentName "$agent" 'A-Za-z0-9+._-'
  check_text PackageName "$package_name" 'A-Za-z0-9+._-'
  check_text AgentVersion "${version#>=}" 'A-Za-z0-9+._~-'
  check_text ServiceName "$service" 'A-Za-z0-9@._-'
  check_seconds DownloadTimeoutSeconds "$download_seconds" 5 900
  check_seconds HealthTimeoutSeconds "$health_seconds" 5 300
  check_seconds SteadySeconds "$steady_seconds" 1 120
  for entry in $packages; do check_entry "$entry"; done
}
