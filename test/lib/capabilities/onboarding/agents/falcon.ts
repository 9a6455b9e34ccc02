import type { MusterConfig } from '../../../../../lib/configuration/config.ts';

type Agent = NonNullable<MusterConfig['agents']>[string];

/** A checksum that no package has. */
export const hash = '0'.repeat(64);

/** An agent with a secret, on both platforms. */
export const falcon = {
  secrets: { FALCON_CID: { parameter: '/muster/agents/falcon/cid' } },
  linux: {
    packageName: 'falcon-sensor',
    version: '>=7.14.0',
    service: 'falcon-sensor',
    packages: { 'deb/x86_64': `s3://acme-agents/falcon_7.14.0_amd64.deb#${hash}` },
  },
  windows: {
    name: 'CrowdStrike Windows Sensor',
    version: '>=7.14.0',
    service: 'CSFalconService',
    packages: { 'windows/x86_64': `https://packages.acme.test/falcon.exe#${hash}` },
    arguments: '/install /quiet /norestart CID={FALCON_CID}',
  },
} satisfies Agent;

/** The same agent, with other fields for Linux. */
export const falconOnLinux = (fields: Partial<NonNullable<Agent['linux']>>): Agent => ({
  secrets: falcon.secrets,
  linux: { ...falcon.linux, ...fields },
});
