# shellcheck shell=sh disable=SC2034,SC2329 # the parts share their variables and functions
#
# What the document of an agent of the configuration says about it, and a document with parameters does not.

gpg_check='no'
treat_as=''
secrets=''
has_configure=''
has_check=''
has_uninstall=''
set_variables() { :; }
print_configure() { :; }
print_check() { :; }
print_uninstall() { :; }
override_for() { return 1; }
