# shellcheck shell=sh disable=SC2154 # the document assigns in front of it
#
# Writes one type of custom inventory for this Linux node, as a file that the SSM agent reads at its next gathering.
#
# The SSM agent runs it as root with /bin/sh, at any time, and more than once: the file is replaced as a whole, and says
# the same every time. The document assigns in front of it:
#   type             what the type is called after "Custom:"
#   encoded          the Base64 form of a flat JSON object of strings, which is written as it is
#   state_directory  where the SSM agent keeps its data
# The SSM agent sets AWS_SSM_INSTANCE_ID in the environment.
#
# Exit codes, the same on Windows:
#   0 done              26 bad parameter      29 cannot run
# Every line begins with "muster:", the last one is "muster: outcome CODE WORD: SENTENCE".

set -fu
LC_ALL=C
export LC_ALL

# Ends the run: finish CODE WORD SENTENCE.
finish() {
  printf 'muster: outcome %s %s: %s\n' "$1" "$2" "$3"
  exit "$1"
}

# Prints a text that somebody else wrote: one line of at most 160 printable characters. They are a range of octal codes,
# because the `tr` of some builds of busybox knows no [:print:].
quote() {
  printf '%s' "$1" | tr -c '\040-\176' '?' | cut -c 1-160
}

# Like the pattern that the document had before its content was Base64: printable ASCII, no quote, no backslash, no brace.
text='"[] !#-[^-z|~]*"'
name='"[A-Z][A-Za-z0-9]*"'
content=$(printf '%s' "$encoded" | base64 -d 2>/dev/null | tr '\000-\037' '\177')
node=${AWS_SSM_INSTANCE_ID:-}

case $type in
  '' | [!A-Z]* | *[!A-Za-z0-9]*) finish 26 bad-parameter "TypeName is '$(quote "$type")'; allowed are letters and digits" ;;
esac
printf '%s\n' "$content" | grep -Eqx "\{$name:$text(,$name:$text)*\}" ||
  finish 26 bad-parameter "Content is '$(quote "$content")'; allowed is a JSON object of strings"
case $node in
  '' | *[!a-z0-9-]*) finish 29 cannot-run "AWS_SSM_INSTANCE_ID is '$(quote "$node")'; the SSM agent sets it" ;;
esac

# The agent reads what ends with .json, so it never sees half a file.
folder=$state_directory/$node/inventory/custom
file=$folder/$type.json
umask 077
{
  mkdir -p "$folder" &&
    printf '{"SchemaVersion":"1.0","TypeName":"Custom:%s","Content":%s}\n' "$type" "$content" >"$file.new" &&
    mv -f "$file.new" "$file"
} 2>/dev/null || finish 29 cannot-run "$(quote "$file") cannot be written"
finish 0 'done' "$file says what Custom:$type is"
