import { execFileSync } from 'node:child_process';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { agentOn, type PlatformAgent } from '../../../../../lib/capabilities/onboarding/agents/agent-part.ts';
import { linuxPreamble } from '../../../../../lib/capabilities/onboarding/agents/linux-preamble.ts';
import { type MusterConfig, readConfig } from '../../../../../lib/configuration/config.ts';
import { falcon } from './falcon.ts';

type Agent = NonNullable<MusterConfig['agents']>[string];

const texts = new Map([
  ['a.sh', '#!/bin/sh\n\necho "$HOME" \'x\' `id` \\\\ # a comment\n  indented'],
  ['b.sh', 'other'],
]);

function onLinux(agent: Agent): PlatformAgent {
  const settings = readConfig({ agents: { falcon: agent } })[0]?.settings;
  const given = agentOn(settings?.agents['falcon'] ?? { variables: {}, secrets: {} }, 'Linux');
  if (given === undefined) throw new Error('the agent is not for Linux');
  return given;
}

/** What a shell prints that runs the preamble, then a command. */
function runAfter(agent: Agent, command: string): string {
  const lines = linuxPreamble('falcon', onLinux(agent), { kali: 'debian' }, texts);
  return execFileSync('sh', ['-c', [...lines, command].join('\n')], { encoding: 'utf8' });
}

describe('the preamble of the Linux installer', () => {
  it('assigns what the configuration says', () => {
    const printed = runAfter(falcon, 'echo "$agent|$package_name|$version|$service|$secrets|$treat_as"');
    expect(printed.trim()).toBe(
      'falcon|falcon-sensor|>=7.14.0|falcon-sensor|FALCON_CID=parameter:/muster/agents/falcon/cid|kali=debian',
    );
  });

  it('gives a variable to programs only after `set_variables`, with every character as it is', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme-ascii', maxLength: 40 }), (value) => {
        fc.pre(!value.includes('{{'));
        const agent = { ...falcon, variables: { TAGS: value } };
        const printed = runAfter(agent, 'env | grep -c ^TAGS=; set_variables; printenv TAGS');
        expect(printed).toBe(`0\n${value}\n`);
      }),
      { numRuns: 25 },
    );
  });

  it('prints a script as it is, line by line', () => {
    const linux = { ...falcon.linux, configure: 'a.sh' };
    expect(runAfter({ ...falcon, linux }, 'print_configure')).toBe(`${texts.get('a.sh')}\n`);
    expect(runAfter({ ...falcon, linux }, 'echo "$has_configure|$has_check"')).toBe('yes|\n');
  });

  it('has what differs on a system, and what does not', () => {
    const systems = { 'rhel-8': { service: 'old', variables: { NEW: '1' }, configure: 'b.sh' } };
    const linux = { ...falcon.linux, configure: 'a.sh', variables: { BOTH: '2' }, systems };
    const command =
      'override_for deb || echo none; override_for rhel-8; set_variables; echo "$service $NEW $BOTH"';
    expect(runAfter({ ...falcon, linux }, `${command}; print_configure`)).toBe('none\nold 1 2\nother\n');
  });
});
