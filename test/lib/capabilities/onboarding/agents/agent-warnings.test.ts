import { Stack } from 'aws-cdk-lib';
import { Annotations, Match } from 'aws-cdk-lib/assertions';
import { describe, expect, it } from 'vitest';
import { warnOfAgents } from '../../../../../lib/capabilities/onboarding/agents/agent-warnings.ts';
import { type MusterConfig, readConfig } from '../../../../../lib/configuration/config.ts';
import { withApp } from '../../../synthesize.ts';
import { falcon, falconOnLinux, hash } from './falcon.ts';

type Linux = Parameters<typeof falconOnLinux>[0];

/** The text of the warnings of a configuration, without the id that acknowledges them. */
function warningsOf(config: MusterConfig): string[] {
  const stack = new Stack();
  for (const { settings } of readConfig(config)) warnOfAgents(stack, settings);
  const warnings = Annotations.fromStack(stack).findWarning('*', Match.anyValue());
  return warnings.map(({ entry }) => String(entry.data).replace(/ \[ack: .*/, ''));
}

describe('an agent that cannot be removed', () => {
  const address = `https://packages.acme.test/acme.tar.gz#${hash}`;
  const uninstall = 'agents/wazuh-uninstall.sh';
  const removal = (linux: Linux, key = 'rhel-9.4') =>
    warningsOf({
      agents: { acme: falconOnLinux({ packages: { [`${key}/x86_64`]: address }, ...linux }) },
      treatAs: { kali: 'debian' },
    });

  it('gives a warning with its archive, and with what would happen', () => {
    expect(removal({})).toEqual([
      'agents.acme.linux.packages["rhel-9.4/x86_64"] of muster.config.ts: a .tar.gz is removed by an uninstall script ' +
        'alone, and the agent has none for this system. Operation=Uninstall would end with exit code 36 (uninstall failed).',
    ]);
  });

  const service = 'acme';

  it.each<[count: number, where: string, key: string, linux: Linux]>([
    [0, 'its own part', 'rhel-9.4', { systems: { 'rhel-9': { uninstall } } }],
    [0, 'the distribution that it is treated as', 'kali', { systems: { debian: { uninstall } } }],
    [0, 'the whole platform', 'rhel', { uninstall, systems: { rhel: { service } } }],
    [1, 'another system', 'rhel-9.4', { systems: { 'rhel-8': { uninstall } } }],
    [1, 'a part that another one replaces', 'rhel', { systems: { rpm: { uninstall }, rhel: { service } } }],
  ])('gives %i warnings with an uninstall script in %s', (count, _where, key, linux) => {
    expect(removal(linux, key)).toHaveLength(count);
  });

  it('is none that has a package', () => {
    expect(removal({ packages: { 'deb/x86_64': `https://packages.acme.test/acme.deb#${hash}` } })).toEqual(
      [],
    );
  });
});

describe('an agent that no profile names', () => {
  const agents = { falcon, other: falcon };

  it('gives a warning', () => {
    expect(warningsOf({ agents, profiles: [{ name: 'all', agents: ['falcon'] }] })).toEqual([
      'agents.other of muster.config.ts: no profile names it, so no instance gets it.',
    ]);
  });

  it('gives none when a profile gives all agents', () => {
    const some = { name: 'some', tags: { Stage: 'prod' }, agents: ['falcon'] };
    expect(warningsOf({ agents, profiles: [some, { name: 'all' }] })).toEqual([]);
  });
});

describe('a variable with the name of a secret', () => {
  it.each(['APIKEY', 'DD_API_KEY', 'FLEET_TOKEN', 'SECRET', 'PASSWORD', 'DB_PASSWD'])(
    'gives a warning that names secrets: %s',
    (name) => {
      expect(warningsOf({ agents: { falcon: { ...falcon, variables: { [name]: 'x' } } } })).toEqual([
        `agents.falcon.variables.${name} of muster.config.ts: the name is that of a secret, and the value of a variable ` +
          'stands as text in the template and in the document. Use secrets in its place.',
      ]);
    },
  );

  it('is found on a platform and on a system', () => {
    const variables = { KEY: 'x', KEY_FILE: '/etc/key' };
    const linux = { ...falcon.linux, variables, systems: { deb: { variables } } };
    expect(warningsOf({ agents: { falcon: { ...falcon, linux } } })).toEqual([
      expect.stringMatching(
        /^agents\.falcon\.linux\.variables\.KEY and agents\.falcon\.linux\.systems\.deb\.variables\.KEY of /,
      ),
    ]);
  });
});

describe('the warnings of agents', () => {
  it('are those of the stack of the onboarding', () => {
    const agents = { falcon: { ...falcon, variables: { KEY: 'x' } } };
    const messages = withApp({ agents }, (app) => app.synth().stacks.flatMap((stack) => stack.messages));
    expect(messages.map(({ entry }) => String(entry.data))).toContainEqual(
      expect.stringContaining('agents.falcon.variables.KEY of muster.config.ts'),
    );
  });
});
