# shellcheck shell=sh
#
# Chooses what the document runs on this Linux node: the document that may install patches, or on a node of a cluster
# of Amazon EMR the one that only scans. Nothing may be installed on such a node behind EMR's back. Its tags are not to
# be seen from here, but EMR's own files are: the instance controller, the description of the cluster, and the libraries.
#
# The working directory is a folder of this command's own. The steps before put install.json and scan.json there. The
# step after runs chosen.json, which is there only when this script has come to its end: it fails without it.
# MUSTER_ROOT of the environment is where the file system begins; only tests have it.
#
# Exit codes:
#   0 chosen              29 the document to choose is not there, or cannot be copied

umask 077
root=${MUSTER_ROOT-}
choice=install
for marker in /emr/instance-controller /mnt/var/lib/info/job-flow.json /usr/share/aws/emr; do
  if [ -e "$root$marker" ]; then
    choice=scan
    echo "muster: $marker is there: this is a node of an EMR cluster"
  fi
done

# The last step puts the whole file there at once. Whatever cuts the script off leaves nothing to run.
if rm -f chosen.json && cp "$choice.json" choosing.json && mv -f choosing.json chosen.json; then
  echo "muster: chosen for this node: $choice"
  exit 0
fi
echo "muster: $choice.json cannot be chosen in $PWD: the step that follows has nothing to run"
exit 29
