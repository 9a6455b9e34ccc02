# shellcheck shell=sh disable=SC2034,SC2154 # the parts share their variables
#
# Which of the packages is for this system.

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
  for key in $keys; do
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
