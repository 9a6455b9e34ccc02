# shellcheck shell=sh disable=SC2034,SC2154 # the parts share their variables
#
# What system this is, and how it installs packages.

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
