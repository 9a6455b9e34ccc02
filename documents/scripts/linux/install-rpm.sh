# shellcheck shell=sh disable=SC2034,SC2154 # the parts share their variables
#
# Installs an .rpm.

install_rpm() {
  case $installer in
    # No remote repository, so going without signatures concerns the verified file alone.
    zypper) run zypper --non-interactive --no-refresh --no-remote --no-gpg-checks install --oldpackage --force "$file" ;;
    *)
      verb=install
      if has_wanted_version; then verb=reinstall; fi
      run "$installer" -y '--setopt=*.skip_if_unavailable=1' "$verb" "$file" && return
      code=$?
      # yum does not install an older version over a newer one.
      [ -n "$found" ] && [ "$verb" = install ] || return "$code"
      run "$installer" -y '--setopt=*.skip_if_unavailable=1' downgrade "$file"
      ;;
  esac
}
