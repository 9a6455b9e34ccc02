# shellcheck shell=sh disable=SC2154 # the document assigns in front of it
#
# Says whether the document goes on, by whether this Linux node belongs to a cluster of Amazon EMR. Nothing may be
# installed on such a node behind EMR's back. Its tags are not to be seen from here, but EMR's own files are: the
# instance controller, the description of the cluster, and the libraries.
#
# The document assigns in front of it:
#   stop_on  "cluster": stop on a node of a cluster; "other": stop on any other node
# MUSTER_ROOT of the environment is where the file system begins; only tests have it.
#
# Exit codes:
#   0 go on               26 bad parameter
#   168 stop here: the SSM agent leaves out the steps that follow, and the document has succeeded

root=${MUSTER_ROOT-}
kind=other
for marker in /emr/instance-controller /mnt/var/lib/info/job-flow.json /usr/share/aws/emr; do
  if [ -e "$root$marker" ]; then
    kind=cluster
    echo "muster: $marker is there: this is a node of an EMR cluster"
  fi
done

case $stop_on in
  cluster | other) ;;
  *)
    echo "muster: stop_on is '$stop_on'; allowed: cluster or other"
    exit 26
    ;;
esac
if [ "$kind" = "$stop_on" ]; then
  echo "muster: stop: nothing is to be done here, the kind of this node is: $kind"
  exit 168
fi
echo "muster: go on, the kind of this node is: $kind"
exit 0
