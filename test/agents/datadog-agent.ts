/**
 * A stand-in of datadog-agent: the body of a shell script. `health` ends with 1 and names the components when one is
 * unhealthy, which is so when the file `unhealthy` is there.
 */
export const datadogAgent = `[ "$*" = health ] || exit 2
if [ -e "$NODE/unhealthy" ]; then echo 'Agent health: FAIL'; echo forwarder; exit 1; fi
echo 'Agent health: PASS'`;
