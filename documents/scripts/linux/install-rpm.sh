# shellcheck shell=sh disable=SC2034,SC2154 # the parts share their variables
#
# Installs an .rpm with rpm alone. The repositories are asked only when a dependency is missing.

# Rebuilds the database only when it is broken. That it is locked for a while is no such thing.
heal_rpm() {
  has rpm || finish 29 cannot-run 'the node has no rpm'
  run rpm -q --quiet "$package_name" || :
  grep -Eiq 'DB_RUNRECOVERY|run database recovery|BDB[0-9]+ .*(panic|fail)|database disk image is malformed|rpmdb: .*(damaged|corrupt)' "$log" ||
    return 0
  say 'the rpm database is broken: running rpm --rebuilddb'
  run rm -f /var/lib/rpm/__db.001 /var/lib/rpm/__db.002 /var/lib/rpm/__db.003
  patient rpm --rebuilddb || :
  : >"$log"
}

check_signature() {
  [ "$gpg_check" = yes ] || return 0
  : >"$log"
  if run rpm -K "$file"; then
    grep -Eiq 'signatures ok|pgp|gpg|rsa' "$log" && return
  fi
  show_errors
  finish 24 installer-failed "the package has no signature that the node trusts, which the configuration asks for"
}

install_rpm() {
  heal_rpm
  check_signature
  : >"$log"
  signature=--nosignature # the SHA-256 decided
  [ "$gpg_check" != yes ] || signature=
  # shellcheck disable=SC2086 # no word or one
  patient rpm -U --oldpackage --replacepkgs $signature "$file"
  rpm_code=$?
  [ "$rpm_code" -ne 0 ] && grep -Eq 'Failed dependencies|is needed by' "$log" || return "$rpm_code"
  case $tool in
    zypper | yum | dnf) has "$tool" || return "$rpm_code" ;;
  esac
  say 'asking the repositories for what the package needs'
  : >"$log"
  if [ "$tool" = zypper ]; then ask_zypper; else ask_dnf; fi
}

# Repositories keep their own checks of signatures.
ask_dnf() {
  local_check=0
  [ "$gpg_check" != yes ] || local_check=1
  verb=install
  [ "$found" != "$held_version" ] || verb=reinstall
  set -- -y '--setopt=*.skip_if_unavailable=1' --setopt=localpkg_gpgcheck=$local_check --setopt=timeout=20
  patient "$tool" "$@" "$verb" "$file" && return
  dnf_code=$?
  # yum does not install an older version over a newer one.
  [ -n "$found" ] && [ "$verb" = install ] || return "$dnf_code"
  patient "$tool" "$@" downgrade "$file"
}

ask_zypper() {
  patient zypper --non-interactive install --allow-unsigned-rpm --no-recommends --oldpackage --force "$file" && return
  zypper_code=$?
  # An older zypper does not know the option; without signatures it may then use the file alone.
  grep -q 'allow-unsigned-rpm' "$log" || return "$zypper_code"
  : >"$log"
  patient zypper --non-interactive --no-refresh --no-remote --no-gpg-checks install --oldpackage --force "$file"
}
