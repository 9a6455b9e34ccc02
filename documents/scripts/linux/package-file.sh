# shellcheck shell=sh disable=SC2034,SC2154 # the parts share their variables
#
# What the package file says of itself, read before anything is installed.

# Sets held_name, held_version and held_architecture; a .tar.gz says nothing.
# shellcheck disable=SC2016 # ${...} are fields of rpm, not of the shell
read_package_file() {
  held_name=$package_name
  held_version=
  held_architecture=
  case $kind in
    deb) held=$(dpkg-deb -f "$file" Package Version Architecture 2>>"$log" | sed 's/^\([A-Za-z]*\): /\1=/') ;;
    rpm) held=$(rpm -qp --nosignature --qf 'Package=%{NAME}\nVersion=%|EPOCH?{%{EPOCH}:}|%{VERSION}-%{RELEASE}\nArchitecture=%{ARCH}\n' "$file" 2>>"$log") ;;
    tar) return 0 ;;
  esac
  held_name=$(printf '%s\n' "$held" | sed -n 's/^Package=//p')
  held_version=$(printf '%s\n' "$held" | sed -n 's/^Version=//p')
  held_architecture=$(printf '%s\n' "$held" | sed -n 's/^Architecture=//p')
  if [ -z "$held_name" ] || [ -z "$held_version" ]; then
    show_errors
    finish 24 installer-failed "the file that was meant is no .$kind package that can be read"
  fi
}

# Ends the run when the file is not what the configuration says it is; the sentence has both.
check_package_file() {
  : >"$log"
  read_package_file
  [ "$kind" != tar ] || return 0
  [ "$held_name" = "$package_name" ] ||
    finish 28 wrong-version "the package file is named '$(quote "$held_name")'; the configuration says '$package_name'"
  case " $architectures all noarch " in
    *" $held_architecture "*) ;;
    *) finish 28 wrong-version "the package file is for $(quote "$held_architecture"); the node is $machine" ;;
  esac
  satisfies "$held_version" ||
    finish 28 wrong-version "the package file holds '$(quote "$held_version")' of $package_name; AgentVersion says $version"
}

# Whether to leave a newer version alone; going back is what an exact version asks for.
keeps_newer() {
  [ -n "$found" ] && [ -n "$held_version" ] && [ -z "$half" ] || return 1
  [ "$(compare_versions "$(with_epoch "$found")" "$(with_epoch "$held_version")")" = gt ] || return 1
  case $version in latest | '>='*) return 0 ;; esac
  say "going back from $(quote "$found") to $(quote "$held_version"), as AgentVersion asks for"
  return 1
}

# Ends the run when somebody keeps the package as it is.
check_holds() {
  hold=
  case $kind in
    deb)
      # shellcheck disable=SC2016
      case $(dpkg-query -W -f '${Status}' "$package_name" 2>/dev/null) in hold*) hold='on hold (apt-mark hold)' ;; esac
      ;;
    rpm)
      for list in /etc/dnf/dnf.conf /etc/yum.conf /etc/dnf/plugins/versionlock.list /etc/yum/pluginconf.d/versionlock.list /etc/zypp/locks; do
        [ -z "$hold" ] && [ -r "$list" ] && names_package "$list" && hold="excluded or locked in $list"
      done
      ;;
  esac
  [ -z "$hold" ] || finish 24 installer-failed "$package_name is $hold; nothing was installed"
}

# Whether a file of a package manager keeps our package as it is; its patterns are those of the shell.
names_package() {
  words=$(sed -n -e 's/^ *exclude\(pkgs\)\{0,1\} *[=:]//p' -e 's/^solvable_name: *//p' "$1" | tr ',' ' ')
  case $1 in *.list) words=$(sed -n 's/^ *\([^#! ]*\).*/\1/p' "$1" | sed 's/^[0-9]*://') ;; esac
  for word in $words; do
    # shellcheck disable=SC2254 # it is a pattern
    case $package_name in $word) return 0 ;; esac
    case $word in "$package_name"-[0-9]*) return 0 ;; esac
  done
  return 1
}
