# shellcheck shell=sh disable=SC2034,SC2154 # the parts share their variables
#
# What system this is, and how it installs packages.

readonly os_release_files='/etc/os-release /usr/lib/os-release'

os_release() {
  sed -n "s/[[:space:]]*$//; s/^$1=//p" "$os_release_file" 2>/dev/null | tail -n 1 | tr -d "\"'"
}

read_os_release() {
  os_release_file=/dev/null
  for file in $os_release_files; do
    if [ -r "$file" ]; then
      os_release_file=$file
      break
    fi
  done
  id=$(os_release ID)
  release=$(os_release VERSION_ID)
  treated=$id
  for pair in $treat_as; do
    [ "${pair%%=*}" != "$id" ] || treated=${pair#*=}
  done
}

refuse_distribution() {
  [ -n "$id" ] || id=$(head -n 1 /etc/redhat-release 2>/dev/null)
  finish 22 unsupported "the distribution is '$(quote "$id $release")', like '$(quote "$(os_release ID_LIKE)")': $1"
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
  read_os_release
  find_distribution "$treated" "$release"
  [ -z "$refused" ] || refuse_distribution "$refused"
  case $(os_release VARIANT_ID)-$(os_release OSTREE_VERSION) in
    coreos-* | silverblue-* | kinoite-* | iot-* | *-?*)
      refuse_distribution 'its system files change only as a whole, so no package can be installed'
      ;;
  esac
  if [ "$tool" = yum ] && has dnf; then tool=dnf; fi
}

# The keys of this system, the most specific first.
list_keys() {
  keys="$id-$release $id-${release%%.*} $id"
  [ "$treated" = "$id" ] || keys="$keys $treated"
  keys="$keys $family any"
  # What the configuration says about one distribution comes over what it says about all.
  for key in any "$family" "$treated" "$id" "$id-${release%%.*}" "$id-$release"; do
    override_for "$key" || :
  done
}
