# shellcheck shell=sh disable=SC2034,SC2154 # the parts share their variables
#
# The distributions that the installer knows, as a table.

# For an ID and a VERSION_ID of os-release: sets family (rpm or deb) and tool, or refused to the reason why not.
find_distribution() {
  family=
  tool=
  refused=
  case $1-$2 in
    amzn-201*) refused='Amazon Linux 1 is not supported, by AWS neither; move to Amazon Linux 2023' ;;
    rhel-[1-6] | rhel-[1-6].* | centos-[1-6] | centos-[1-6].* | ol-[1-6] | ol-[1-6].*)
      refused='releases before 7 are not supported: they have no systemd'
      ;;
    bottlerocket-* | flatcar-* | coreos-* | rhcos-* | ubuntu-core-* | opensuse-microos-* | opensuse-leap-micro-* | \
      sle-micro-* | sl-micro-* | opensuse-aeon-* | opensuse-kalpa-*)
      refused='its system files change only as a whole, so no package can be installed; run the agent as a container, or build it into the image'
      ;;
    amzn-* | rhel-* | centos-* | rocky-* | almalinux-* | ol-* | fedora-*) family=rpm tool=yum ;;
    sles-* | sles_sap-* | opensuse*) family=rpm tool=zypper ;;
    ubuntu-* | debian-* | raspbian-*) family=deb tool=dpkg ;;
    *) refused='allowed are amzn, rhel, centos, rocky, almalinux, ol, fedora, sles, opensuse, ubuntu, debian and raspbian' ;;
  esac
}
