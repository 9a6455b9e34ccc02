# shellcheck shell=sh disable=SC2034,SC2154 # the parts share their variables
#
# Installs a .tar.gz by its install.sh, at its top or in its only folder.

# Where it is unpacked when programs may not run in the state folder (noexec on /var).
readonly other_work_folders='/opt/.muster-work /usr/local/.muster-work'

# Sets unpacked to a folder in which programs may run.
find_exec_folder() {
  for unpacked in "$work/unpacked" $other_work_folders; do
    rm -rf "$unpacked"
    mkdir -m 700 "$unpacked" 2>/dev/null || continue
    # shellcheck disable=SC2016
    printf '#!/bin/sh\nexit 0\n' >"$unpacked/try" 2>/dev/null && chmod 700 "$unpacked/try"
    if run "$unpacked/try"; then
      rm -f "$unpacked/try"
      return 0
    fi
    rm -rf "$unpacked"
  done
  finish 29 cannot-run "programs may not run in $work, nor in $other_work_folders (noexec)"
}

# It sees the name and the version.
install_tar() {
  has tar || finish 29 cannot-run 'the node has no tar'
  find_exec_folder
  : >"$log"
  run tar -xzof "$file" -C "$unpacked" || return
  script=$(find "$unpacked" -maxdepth 2 -name install.sh | head -n 1)
  if [ -z "$script" ]; then
    echo 'error: the archive has no install.sh' >>"$log"
    return 1
  fi
  chmod +x "$script"
  export MUSTER_AGENT_NAME="$agent" MUSTER_AGENT_VERSION="$version"
  (cd "${script%/*}" && run ./install.sh)
}
