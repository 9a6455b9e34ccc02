# shellcheck shell=sh disable=SC2034,SC2154 # the parts share their variables
#
# The order of things. This part ends the script.

main() {
  detect_system
  list_keys
  check_parameters
  choose_package
  take_lock
  export_variables
  unhealthy=
  case $operation in
    Install) install_agent ;;
    Verify) verify_agent ;;
    Uninstall) uninstall_agent ;;
  esac
}

main
