import { cloudwatchAgentCtl } from '../../../agents/cloudwatch-agent-ctl.ts';
import { datadogAgent } from '../../../agents/datadog-agent.ts';
import { elasticAgent, fleet } from '../../../agents/elastic-agent.ts';
import { cid, falconctl, keptCid } from '../../../agents/falconctl.ts';
import { wazuhConfig, wazuhControl } from '../../../agents/wazuh-control.ts';
import { buildDeb } from './packages.ts';
import { buildRpm } from './rpm-node.ts';

/**
 * A package that behaves as that of a vendor does, for a pretend node: what its scripts put there, when its service
 * starts, and what its removal leaves behind.
 */
export interface LookAlike {
  /** The page of docs/agents whose first example configures it. */
  readonly page: string;
  readonly packageName: string;
  readonly version: string;
  /** What the script after the installation does. Files are in `$NODE`; `tool PATH` makes a program of its input. */
  readonly afterInstall: string;
  /** Runs when the service is started: it refuses to run as the vendor's does. */
  readonly service: string;
  /** What a removal by the package manager deletes, in `$NODE`; a purge of the .deb also deletes `purged`. */
  readonly removed: string;
  readonly purged: string;
  /** The secret by its source, and another one that is as good. */
  readonly secret?: {
    readonly source: string;
    readonly value: string;
    readonly next: string;
    /** How the value stands in Secrets Manager, if it is one key of a secret. */
    readonly key?: string;
    /** The part of the value that the vendor keeps, if it does not keep all of it. */
    readonly shownAs?: string;
    readonly nextShownAs?: string;
  };
  /** Command lines that show the secret, because the tool takes it only so; and files of the vendor that hold it. */
  readonly shownTo: RegExp;
  readonly keptIn: readonly string[];
}

export const lookAlikes: readonly LookAlike[] = [
  {
    page: 'falcon.md',
    packageName: 'falcon-sensor',
    version: '7.14.0-16703',
    afterInstall: `tool opt/CrowdStrike/falconctl <<'TOOL'
${falconctl}
TOOL`,
    service: `if [ ! -s "$NODE/opt/CrowdStrike/falconstore" ]; then echo 'falcon-sensor: CID is not set'; exit 1; fi
: >"$NODE/aid"`,
    removed: 'opt/CrowdStrike/falconctl aid',
    purged: '',
    secret: {
      source: '/muster/agents/falcon/cid',
      value: cid,
      shownAs: keptCid,
      next: `${keptCid.replace(/0/g, 'f').toUpperCase()}-7A`,
      nextShownAs: keptCid.replace(/0/g, 'f'),
    },
    shownTo: /^falconctl -s -f --cid=/,
    keptIn: ['opt/CrowdStrike/falconstore'],
  },
  {
    page: 'datadog.md',
    packageName: 'datadog-agent',
    version: '7.60.0-1',
    afterInstall: `mkdir -p "$NODE/etc/datadog-agent"
tool bin/datadog-agent <<'TOOL'
${datadogAgent}
TOOL`,
    service: `grep -q '^api_key: .' "$NODE/etc/datadog-agent/datadog.yaml" || { echo 'no API key'; exit 1; }`,
    removed: 'bin/datadog-agent',
    purged: '',
    secret: {
      source: 'prod/datadog',
      key: 'api_key',
      value: '0a1b2c3d4e5f60718293a4b5c6d7e8f9',
      next: '1111111122222222333333334444ffff',
    },
    shownTo: /^$/,
    keptIn: ['etc/datadog-agent/datadog.yaml'],
  },
  {
    page: 'wazuh.md',
    packageName: 'wazuh-agent',
    version: '4.9.0-1',
    // The package reads the address and the password from its environment.
    afterInstall: `mkdir -p "$NODE/var/ossec/etc" "$NODE/var/ossec/var/run"
[ -s "$NODE/var/ossec/etc/ossec.conf" ] || cat >"$NODE/var/ossec/etc/ossec.conf" <<CONF
${wazuhConfig(`\${WAZUH_MANAGER:-MANAGER_IP}`)}
CONF
if [ -n "\${WAZUH_REGISTRATION_PASSWORD:-}" ]; then echo "$WAZUH_REGISTRATION_PASSWORD" >"$NODE/var/ossec/etc/authd.pass"; fi
tool var/ossec/bin/wazuh-control <<'TOOL'
${wazuhControl}
TOOL`,
    service: `cd "$NODE/var/ossec" || exit 1
if grep -q MANAGER_IP etc/ossec.conf; then echo 'Invalid server address found: MANAGER_IP'; exit 1; fi
if [ -s etc/authd.pass ]; then status=connected; else status=pending; fi
echo "status='$status'" >var/run/wazuh-agentd.state`,
    removed: 'var/ossec/bin var/ossec/var',
    purged: 'var/ossec',
    secret: {
      source: '/muster/agents/wazuh/password',
      value: 'Top-Secret "quoted" & $(more)',
      next: 'the-next-password',
    },
    shownTo: /^$/,
    keptIn: ['var/ossec/etc/authd.pass'],
  },
  {
    page: 'cloudwatch.md',
    packageName: 'amazon-cloudwatch-agent',
    version: '1.300049.1b929-1',
    afterInstall: `mkdir -p "$NODE/opt/aws/amazon-cloudwatch-agent/etc"
tool opt/aws/amazon-cloudwatch-agent/bin/amazon-cloudwatch-agent-ctl <<'TOOL'
${cloudwatchAgentCtl}
TOOL`,
    service: `[ -s "$NODE/opt/aws/amazon-cloudwatch-agent/etc/amazon-cloudwatch-agent.toml" ] || exit 99`,
    removed: 'opt/aws',
    purged: '',
    shownTo: /^$/,
    keptIn: [],
  },
  {
    page: 'elastic.md',
    packageName: 'elastic-agent',
    version: '8.15.0',
    afterInstall: `mkdir -p "$NODE/etc/elastic-agent"
tool bin/elastic-agent <<'TOOL'
${elasticAgent}
TOOL`,
    service: ':', // it runs without being enrolled
    removed: 'bin/elastic-agent',
    purged: 'etc/elastic-agent',
    secret: {
      source: '/muster/agents/elastic/token',
      value: fleet.FLEET_ENROLLMENT_TOKEN,
      next: 'a-new-token-of-the-same-policy==',
    },
    shownTo: /^elastic-agent enroll --force --url=https:\/\/fleet\.acme\.test:8220 --enrollment-token=/,
    keptIn: [],
  },
];

/** The scripts of the package, which are the same for both kinds. */
function scriptsOf({ afterInstall, service, removed, purged }: LookAlike) {
  const paths = (words: string) => words.split(' ').map((path) => `"$NODE/${path}"`);
  return {
    install: `tool() {
mkdir -p "$NODE/\${1%/*}"
{ echo '#!/bin/sh'; echo 'echo "\${0##*/} $*" >>"$NODE/calls"'; cat; } >"$NODE/$1"
chmod 755 "$NODE/$1"
}
${afterInstall}
cat >"$NODE/service" <<'SERVICE'
${service}
SERVICE
: >"$NODE/installed"`,
    remove: `rm -rf ${paths(removed).join(' ')} "$NODE/service" "$NODE/installed" "$NODE/active"`,
    purge: purged === '' ? ':' : `rm -rf ${paths(purged).join(' ')}`,
  };
}

/** The look-alike as a real .deb. */
export function buildLookAlikeDeb(lookAlike: LookAlike): Buffer {
  const { install, remove, purge } = scriptsOf(lookAlike);
  return buildDeb(lookAlike.packageName, lookAlike.version, {
    scripts: {
      postinst: `set -e\n${install}`,
      prerm: `[ "$1" != remove ] || { ${remove}; }`,
      postrm: `[ "$1" != purge ] || { ${purge}; }`,
    },
  });
}

/** The look-alike as a real .rpm. */
export function buildLookAlikeRpm(lookAlike: LookAlike): Buffer {
  const { install, remove } = scriptsOf(lookAlike);
  const version = lookAlike.version.includes('-') ? lookAlike.version : `${lookAlike.version}-1`;
  // rpmbuild reads % as the beginning of a macro.
  const text = `%post\nset -e\n${install}\n%preun\nif [ "$1" = 0 ]; then ${remove}; fi\n`;
  return buildRpm(lookAlike.packageName, version, '', text.replace(/%(?!post|preun)/g, '%%'));
}
