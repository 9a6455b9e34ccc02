import type { VendorNode } from './vendor-node.ts';

/**
 * A stand-in of falconctl: the body of a shell script. It wants -f to replace a customer id, refuses one without its
 * checksum, and prints it in small letters without the checksum. The sensor has an agent id when the file `aid` is there.
 */
export const falconctl = `store=$NODE/opt/CrowdStrike/falconstore
case $1-\${2:-} in
  -g---cid) if [ -f "$store" ]; then read -r cid <"$store"; echo "cid=\\"$cid\\"."; else echo 'cid is not set.'; fi ;;
  -g---aid) if [ -f "$NODE/aid" ]; then echo 'aid="44e3b7d20b434a2bb2815d9808fa3a8b".'; else echo 'aid is not set.'; fi ;;
  -g---rfm-state) if [ -f "$NODE/unsupported" ]; then echo 'rfm-state=true.'; else echo 'rfm-state=false.'; fi ;;
  -s-*)
    case $* in
      *--maintenance-token=good*) : >"$NODE/unlocked"; exit 0 ;;
      *--maintenance-token=*) echo 'ERROR: wrong maintenance token' >&2; exit 1 ;;
      *' -f '*) ;;
      *) [ ! -f "$store" ] || { echo 'ERROR: cid is set already' >&2; exit 1; } ;;
    esac
    shift
    for word; do
      case $word in --cid=*) cid=\${word#--cid=} ;; --provisioning-token=*) : >"$NODE/provisioned" ;; esac
    done
    case \${cid:-} in
      *[!0-9A-Fa-f-]* | '') echo 'ERROR: Invalid cid' >&2; exit 1 ;;
      ????????????????????????????????-??) ;;
      *) echo 'ERROR: Invalid cid' >&2; exit 1 ;;
    esac
    printf '%s\\n' "\${cid%-*}" | tr A-F a-f >"$store" ;;
  *) echo 'usage: falconctl' >&2; exit 1 ;;
esac`;

export function addFalconctl(node: VendorNode): void {
  node.addTool('opt/CrowdStrike/falconctl', falconctl);
}

/** A customer id, and the form in which the sensor keeps it. */
export const cid = '0123456789ABCDEF0123456789ABCDEF-4B';
export const keptCid = '0123456789abcdef0123456789abcdef';
