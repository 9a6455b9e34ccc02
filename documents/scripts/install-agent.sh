# shellcheck shell=sh
#
# Installs the organisation's agent on this Linux node, or does nothing when the wanted version runs already.
#
# The SSM agent runs it as root with /bin/sh (dash on Debian and Ubuntu), at any time, more than once, and sometimes
# twice at once; each run ends with the wanted version running or with a line that says why not. It takes its
# parameters from the environment only, so that no value is ever read as shell text:
#   MUSTER_AGENT_NAME                name of the rpm or deb package; for a .tar.gz, a name to remember it by
#   MUSTER_AGENT_VERSION             version that must run; a package release ("-1.el9") may follow it on the node
#   MUSTER_SERVICE_NAME              service whose health decides
#   MUSTER_PACKAGES                  entries KEY/ARCH=URL#SHA256 separated by white space; documents/README.md has the keys
#   MUSTER_DOWNLOAD_TIMEOUT_SECONDS  limit for the whole download, retries included
#   MUSTER_HEALTH_TIMEOUT_SECONDS    limit for the service to become active and stay so
#   MUSTER_STATE_DIRECTORY           writable by root alone; holds the lock, the download, and what a .tar.gz installed
#
# Exit codes, the same on Windows:
#   0 done              20 download failed    21 checksum wrong       22 unsupported system
#   23 not healthy      24 installer failed   25 no package           26 bad parameter
#   27 busy             28 wrong version      29 cannot run           30 interrupted
# It never exits with 194, which would make the SSM agent reboot the node and run it again, nor with an installer's code.
# Every line begins with "muster:", the last one is "muster: outcome CODE WORD: SENTENCE". All of it stays under the
# 2,500 characters that ListCommandInvocations returns.

set -fu
LC_ALL=C
export LC_ALL

# How long to wait for another run, and for another package installation, in seconds.
readonly busy_seconds_max=300

say() {
  printf 'muster: %s\n' "$*"
}

# Ends the run: finish CODE WORD SENTENCE. Never call it inside $( ), which would end the subshell alone.
finish() {
  say "outcome $1 $2: $3"
  exit "$1"
}

# Prints a text that somebody else wrote: one line of at most 160 printable characters. They are a range of octal codes,
# because the `tr` of some builds of busybox knows no [:print:].
quote() {
  printf '%s' "$1" | tr -c '\040-\176' '?' | cut -c 1-160
}

has() {
  command -v "$1" >/dev/null 2>&1
}

# --- parameters ---

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
    [a-z0-9]*/x86_64=http* | [a-z0-9]*/amd64=http* | [a-z0-9]*/arm64=http* | [a-z0-9]*/aarch64=http*)
      case ${1#*=} in
        https://?*/?*'#'* | http://127.0.0.1/?*'#'* | http://127.0.0.1:[1-9]*/?*'#'*)
          case $entry_hash in
            *[!0-9A-Fa-f]*) ;;
            *) [ "${#entry_hash}" -eq 64 ] && return ;;
          esac
          ;;
      esac
      ;;
  esac
  finish 26 bad-parameter "Packages has '$(quote "$1")'; allowed is KEY/ARCH=https://HOST/PATH#SHA256"
}

read_parameters() {
  agent=${MUSTER_AGENT_NAME:-}
  wanted=${MUSTER_AGENT_VERSION:-}
  service=${MUSTER_SERVICE_NAME:-}
  packages=${MUSTER_PACKAGES:-}
  download_seconds=${MUSTER_DOWNLOAD_TIMEOUT_SECONDS:-}
  health_seconds=${MUSTER_HEALTH_TIMEOUT_SECONDS:-}
  state=${MUSTER_STATE_DIRECTORY:-}
  check_text AgentName "$agent" 'A-Za-z0-9+._-'
  check_text AgentVersion "$wanted" 'A-Za-z0-9+._~-'
  check_text ServiceName "$service" 'A-Za-z0-9@._-'
  check_seconds DownloadTimeoutSeconds "$download_seconds" 5 900
  check_seconds HealthTimeoutSeconds "$health_seconds" 5 300
  case $state in
    /?*) ;;
    *) finish 26 bad-parameter "MUSTER_STATE_DIRECTORY is '$(quote "$state")'; allowed is an absolute path" ;;
  esac
  for entry in $packages; do check_entry "$entry"; done
}

# --- the system and its package ---

os_release() {
  sed -n "s/^$1=//p" /etc/os-release 2>/dev/null | tail -n 1 | tr -d "\"'"
}

detect_system() {
  kernel=$(uname -s)
  machine=$(uname -m)
  # FreeBSD's SSM agent calls itself Linux, so the document's precondition does not keep it out.
  [ "$kernel" = Linux ] || finish 22 unsupported "the kernel is $(quote "$kernel"); allowed is Linux"
  case $machine in
    x86_64 | amd64) architectures='x86_64 amd64' ;;
    aarch64 | arm64) architectures='arm64 aarch64' ;;
    *) finish 22 unsupported "the architecture is $(quote "$machine"); allowed are x86_64 and arm64" ;;
  esac
  id=$(os_release ID)
  release=$(os_release VERSION_ID)
  case $id-$release in
    amzn-2 | amzn-2023 | rhel-* | centos-* | rocky-* | almalinux-* | fedora-*) family=rpm installer=yum ;;
    sles-* | sles_sap-* | opensuse*) family=rpm installer=zypper ;;
    ubuntu-* | debian-*) family=deb installer=dpkg ;;
    *)
      finish 22 unsupported "the distribution is '$(quote "$id $release")', like '$(quote "$(os_release ID_LIKE)")';\
 allowed are amzn 2 and 2023, rhel, centos, rocky, almalinux, fedora, sles, opensuse, ubuntu and debian"
      ;;
  esac
  if [ "$installer" = yum ] && has dnf; then installer=dnf; fi
  if [ "$installer" = dpkg ] && has apt-get; then installer=apt-get; fi
}

# Sets `package` to the entry of a key, or leaves it empty. Two entries for one key are a mistake, not a choice.
match_package() {
  for entry in $packages; do
    for architecture in $architectures; do
      case $entry in
        "$1/$architecture="*)
          [ -z "$package" ] || finish 26 bad-parameter "Packages has two entries for $1/${architectures%% *}"
          package=$entry
          ;;
      esac
    done
  done
}

# The most specific entry wins.
choose_package() {
  package=
  for key in "$id-$release" "$id-${release%%.*}" "$id" "$family" any; do
    match_package "$key"
    [ -z "$package" ] || break
  done
  system="$id-$release/${architectures%% *}"
  [ -n "$package" ] || finish 25 no-package "Packages has no entry for $system, nor for a more general key"
  url=${package#*=}
  url=${url%#*}
  sha256=$(printf '%s' "${package##*#}" | tr A-F a-f)
  case $family/$url in
    rpm/*.rpm) kind=rpm ;;
    deb/*.deb) kind=deb ;;
    */*.tar.gz | */*.tgz) kind=tar ;;
    *) finish 26 bad-parameter "$system cannot install $(quote "$url"); allowed are .$family and .tar.gz" ;;
  esac
}

# --- one run at a time ---

# The lock is a file descriptor, so it ends with the process however that ends.
take_lock() {
  for tool in flock sha256sum tar timeout; do
    has "$tool" || finish 29 cannot-run "the node has no $tool"
  done
  # Root's alone: a user who could open the lock could hold it. The installer gets the umask of the node back.
  node_umask=$(umask)
  umask 077
  { mkdir -p "$state" && chmod 700 "$state" && (: >>"$state/lock"); } 2>/dev/null ||
    finish 29 cannot-run "$(quote "$state") is not writable"
  exec 9>>"$state/lock"
  umask "$node_umask"
  waited_seconds=0
  until flock -n 9 9>&9; do # 9>&9: a Korn shell keeps a descriptor to itself unless it is handed over
    [ "$waited_seconds" -lt "$busy_seconds_max" ] || finish 27 busy "another run holds $state/lock"
    sleep 1
    waited_seconds=$((waited_seconds + 1))
  done
  work=$state/work
  log=$work/log
  trap 'rm -rf "$work"' EXIT
  # Without the trap of EXIT, because mksh takes the status of that one for the status of the run.
  trap 'rm -rf "$work"; trap - EXIT; finish 30 interrupted "a signal ended the run"' HUP INT TERM
  rm -rf "$work" # left by a run that was killed
  mkdir -m 700 "$work" || finish 29 cannot-run "$work cannot be created"
}

# --- what is on the node ---

# shellcheck disable=SC2016 # ${...} are fields of dpkg-query, not of the shell
installed_version() {
  case $kind in
    deb) dpkg-query -W -f '${Status} ${Version}' "$agent" 2>/dev/null | sed -n 's/^[a-z]* ok installed //p' ;;
    rpm) rpm -q --qf '%{VERSION}-%{RELEASE}\n' "$agent" 2>/dev/null | sed '/ is not installed$/d' | tail -n 1 ;;
    tar) cat "$state/$agent.version" 2>/dev/null ;;
  esac
}

has_wanted_version() {
  found=$(installed_version)
  case ${found#*:} in # without the epoch
    "$wanted" | "$wanted"-*) return 0 ;;
  esac
  return 1
}

# Prints nothing unless the service is active; otherwise its process, so that a crash and restart shows.
active_service() {
  if has systemctl; then
    systemctl is-active --quiet "$service" 2>/dev/null && systemctl show -p MainPID "$service"
  else
    service "$service" status >/dev/null 2>&1 && echo active
  fi
}

# is_healthy SECONDS: true when the same process was active in three looks, one second apart, within the limit.
is_healthy() {
  waited_seconds=0
  looks=0
  seen=
  while :; do
    now=$(active_service)
    if [ -z "$now" ]; then looks=0; elif [ "$now" = "$seen" ]; then looks=$((looks + 1)); else looks=1; fi
    [ "$looks" -lt 3 ] || return 0
    [ "$waited_seconds" -lt "$1" ] || return 1
    seen=$now
    sleep 1
    waited_seconds=$((waited_seconds + 1))
  done
}

# start_service start|restart: a failure here shows in the service's health.
start_service() {
  if has systemctl; then
    run systemctl daemon-reload
    run systemctl enable "$service"
    run timeout "$health_seconds" systemctl "$1" "$service"
  else
    run timeout "$health_seconds" service "$service" "$1"
  fi
}

# --- installing ---

# Runs a command with its output in the log. A daemon that it leaves behind must hold neither the output of the
# step, which would block the SSM agent, nor the lock.
run() {
  "$@" >>"$log" 2>&1 </dev/null 9>&-
}

show_log() {
  tail -n 5 "$log" | tr -c '\012\040-\176' '?' | cut -c 1-160 | sed 's/^/muster:   /'
}

download() {
  file=$work/package.$kind
  say "downloading $(quote "$url")"
  if has curl; then
    run timeout "$download_seconds" curl -fsSL --proto '=https,http' --proto-redir '=https' \
      --connect-timeout 15 --retry 3 -o "$file" "$url"
  elif has wget; then
    run timeout "$download_seconds" wget -nv --tries=3 --timeout=15 -O "$file" "$url"
  else
    finish 29 cannot-run 'the node has neither curl nor wget'
  fi || {
    code=$?
    [ "$code" -eq 124 ] && echo "no answer within $download_seconds seconds" >>"$log"
    show_log
    finish 20 download-failed "$(quote "$url") (code $code)"
  }
  received=$(sha256sum "$file" | cut -d ' ' -f 1)
  [ "$received" = "$sha256" ] || finish 21 checksum-wrong "expected $sha256, received $received"
}

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

install_deb() {
  waited_seconds=0
  while :; do
    : >"$log"
    case $installer in
      apt-get) run apt-get install -y --no-install-recommends --allow-downgrades --reinstall \
        -o Dpkg::Options::=--force-confdef -o Dpkg::Options::=--force-confold "$file" ;;
      *) run dpkg --force-confdef --force-confold -i "$file" ;;
    esac && return
    code=$?
    grep -Eiq 'could not get lock|unable to (acquire|lock)|is locked by another process' "$log" || return "$code"
    [ "$waited_seconds" -lt "$busy_seconds_max" ] || return "$code"
    sleep 5
    waited_seconds=$((waited_seconds + 5))
  done
}

# Runs the archive's install.sh, at its top or in its only folder. It sees this script's environment.
install_tar() {
  mkdir "$work/unpacked"
  run tar -xzof "$file" -C "$work/unpacked" || return
  script=$(find "$work/unpacked" -maxdepth 2 -name install.sh | head -n 1)
  if [ -z "$script" ]; then
    echo 'the archive has no install.sh' >>"$log"
    return 1
  fi
  chmod +x "$script"
  (cd "${script%/*}" && run ./install.sh)
}

install_package() {
  # Nobody answers questions, and needrestart must not restart the SSM agent that runs this.
  export DEBIAN_FRONTEND=noninteractive APT_LISTCHANGES_FRONTEND=none NEEDRESTART_SUSPEND=1
  export ZYPP_LOCK_TIMEOUT="$busy_seconds_max"
  say "installing $agent $wanted from the .$kind package"
  case $kind in
    rpm) install_rpm ;;
    deb) install_deb ;;
    tar) install_tar ;;
  esac
  code=$?
  case $kind-$installer-$code in
    *-*-0 | rpm-zypper-103 | rpm-zypper-106) ;; # zypper: restart zypper itself; some repositories were skipped
    tar-*-194 | rpm-zypper-102) say 'the installer asks for a reboot, which is left to you' ;;
    *)
      show_log
      finish 24 installer-failed "the installer of $agent $wanted ended with $code"
      ;;
  esac
  if [ "$kind" = tar ]; then printf '%s\n' "$wanted" >"$state/$agent.version"; fi
  has_wanted_version ||
    finish 28 wrong-version "the package holds '$(quote "$found")' of $agent; AgentVersion says $wanted"
}

main() {
  read_parameters
  detect_system
  choose_package
  take_lock
  if has_wanted_version; then
    if is_healthy 5; then finish 0 'done' "$agent $wanted is installed and $service is healthy already"; fi
    say "$agent $wanted is installed, but $service is not active: starting it"
    start_service start
    if is_healthy "$health_seconds"; then finish 0 'done' "$agent $wanted was installed; $service is healthy again"; fi
    say "$service does not stay active: installing $agent $wanted again"
  fi
  download
  install_package
  start_service restart
  is_healthy "$health_seconds" || {
    show_log
    finish 23 not-healthy "$agent $wanted is installed, but $service did not stay active within $health_seconds s"
  }
  finish 0 'done' "$agent $wanted is installed and $service is healthy"
}

main
