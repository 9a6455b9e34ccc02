import type { VendorNode } from './vendor-node.ts';

/** A token that the stand-in takes; it looks at the beginning, so that it does not hold the token itself. */
export const token = 'NEFmVllaa0JLRXhKebVKVTR5TTI6N2JaVlJpSGpScmV0ZUVnZVlRUExFQQ==';
export const fleet = { FLEET_URL: 'https://fleet.acme.test:8220', FLEET_ENROLLMENT_TOKEN: token };

/**
 * A stand-in of elastic-agent: the body of a shell script. It enrolls only with an address and the right token, asks
 * for --force to enroll again, and counts the agents that Fleet has of this node. It is healthy without Fleet, unless
 * the file `sick` is there.
 */
export const elasticAgent = `etc=$NODE/etc/elastic-agent
case $1 in
  status)
    if [ -e "$etc/fleet.enc" ]; then fleet='(HEALTHY) Connected'; else fleet='(STOPPED) Not enrolled into Fleet'; fi
    echo "fleet: status: $fleet"
    [ ! -e "$NODE/sick" ] || { echo 'elastic-agent: status: (DEGRADED) 1 or more components unhealthy'; exit 1; }
    echo 'elastic-agent: status: (HEALTHY) Running' ;;
  enroll)
    case $* in
      *--enrollment-token=${token.slice(0, 8)}*) ;;
      *) echo 'Error: fail to enroll: invalid enrollment token' >&2; exit 1 ;;
    esac
    case $* in *--url=https://?*) ;; *) echo 'Error: no url' >&2; exit 1 ;; esac
    case $* in *--force*) ;; *) [ ! -e "$etc/fleet.enc" ] || exit 0 ;; esac
    echo encrypted >"$etc/fleet.enc"
    echo x >>"$NODE/fleet"
    echo 'Successfully enrolled the Elastic Agent.' ;;
  *) exit 1 ;;
esac`;

export function addElasticAgent(node: VendorNode): void {
  node.write('etc/elastic-agent/elastic-agent.yml', 'outputs:');
  node.addProgram('elastic-agent', elasticAgent);
}
