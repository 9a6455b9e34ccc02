# shellcheck shell=sh disable=SC2034,SC2154 # the parts share their variables
#
# Installs a .tar.gz.

# Runs the archive's install.sh, at its top or in its only folder. It sees the name and the version.
install_tar() {
  mkdir "$work/unpacked"
  export MUSTER_AGENT_NAME="$agent" MUSTER_AGENT_VERSION="$version"
  run tar -xzof "$file" -C "$work/unpacked" || return
  script=$(find "$work/unpacked" -maxdepth 2 -name install.sh | head -n 1)
  if [ -z "$script" ]; then
    echo 'the archive has no install.sh' >>"$log"
    return 1
  fi
  chmod +x "$script"
  (cd "${script%/*}" && run ./install.sh)
}
