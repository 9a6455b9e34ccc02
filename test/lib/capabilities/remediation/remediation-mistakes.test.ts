import { describe, expect, it } from 'vitest';
import { findRemediationMistakes } from '../../../../lib/capabilities/remediation/remediation-mistakes.ts';
import { instanceRunbookIds } from '../../../../lib/capabilities/remediation/runbook-catalog.ts';
import { problemsOf } from '../../configuration/config-problems.ts';
import { remediationExample } from './example.ts';

const problems = (remediation: object) => problemsOf({ remediation }, findRemediationMistakes);
const trigger = (more: object) => ({
  triggers: { one: { pattern: { source: ['a'] }, node: '$.detail.id', ...more } },
});

describe('remediation', () => {
  it('has no mistake in its example, nor with any runbook of Muster for an instance', () => {
    expect(problems(remediationExample)).toEqual([]);
    for (const runbook of instanceRunbookIds) expect(problems(trigger({ runbook }))).toEqual([]);
    expect(problems(trigger({ runbook: 'PrepareFleetRoles' }))).toHaveLength(1);
  });

  it('may start a runbook of the user by a trigger', () => {
    const runbooks = { own: { file: 'require-imdsv2.yaml', grants: [] } };
    expect(problems({ runbooks, ...trigger({ runbook: 'own', parameters: { DryRun: 'true' } }) })).toEqual(
      [],
    );
  });

  it.each([
    [
      'a runbook that there is none of',
      trigger({ runbook: 'Patch' }),
      /^remediation\.triggers\.one\.runbook: received "Patch"; allowed: AttachInstanceProfile, /,
    ],
    [
      'a parameter that its runbook has not',
      trigger({ runbook: 'PatchInstance', parameters: { Mode: 'Scan' } }),
      /\.parameters: received "Mode"; allowed: Operation, RebootOption, SnapshotId$/,
    ],
    [
      'a value that its runbook does not allow',
      trigger({ runbook: 'PatchInstance', parameters: { Operation: 'install' } }),
      /\.parameters\.Operation: received "install"; allowed: Scan, Install$/,
    ],
    [
      'a value of another form',
      trigger({ runbook: 'PatchInstance', parameters: { SnapshotId: 'latest' } }),
      /\.parameters\.SnapshotId: received "latest"; allowed: \^/,
    ],
    [
      'a file that is not there',
      { runbooks: { own: { file: 'none.yaml', grants: [] } } },
      /^remediation\.runbooks\.own\.file: .*none\.yaml/,
    ],
    [
      'a runbook that is for no instance',
      { runbooks: { own: { file: 'patch-now.yaml', grants: [] } } },
      /without the parameter InstanceId/,
    ],
    [
      'a trigger by the name of the one that rules have',
      { triggers: { compliance: trigger({}).triggers.one } },
      /received "compliance"/,
    ],
  ])('refuses %s', (_, remediation, problem) => {
    expect(problems(remediation)).toEqual([expect.stringMatching(problem)]);
  });
});
