import { describe, expect, it } from 'vitest';
import { findRemediationMistakes } from '../../../../lib/capabilities/remediation/remediation-mistakes.ts';
import {
  deployedParameters,
  instanceRunbookIds,
} from '../../../../lib/capabilities/remediation/runbook-catalog.ts';
import { problemsOf } from '../../configuration/config-problems.ts';
import { synthesizeStack } from '../../synthesize.ts';
import { remediationExample } from './example.ts';

/** The parameters of a document, as a template declares them. */
type Parameters = Readonly<Record<string, { readonly default?: unknown }>>;

const problems = (remediation: object) => problemsOf({ remediation }, findRemediationMistakes);
const trigger = (more: object) => ({
  triggers: { one: { pattern: { source: ['a'] }, node: '$.detail.id', ...more } },
});

describe('remediation', () => {
  it('has no mistake in its example, nor with any runbook of Muster for an instance', () => {
    expect(problems(remediationExample)).toEqual([]);
    for (const runbook of instanceRunbookIds) {
      const parameters = /PatchGroup$/.test(runbook) ? { PatchGroup: '$.detail.group' } : {};
      expect(problems(trigger({ runbook, parameters }))).toEqual([]);
    }
    expect(problems(trigger({ runbook: 'PrepareFleetRoles' }))).toHaveLength(1);
  });

  it('gives the parameters of its runbooks that no trigger may give', () => {
    const { Resources } = synthesizeStack('MusterRemediation', { remediation: {} }).toJSON();
    const filled = Object.values<{ Type: string; Properties: { Content?: { parameters: Parameters } } }>(
      Resources,
    )
      .filter(({ Type }) => Type === 'AWS::SSM::Document')
      .flatMap(({ Properties }) => Object.entries(Properties.Content?.parameters ?? {}))
      .flatMap(([name, declared]) => (typeof declared.default === 'object' ? [name] : []));
    expect([...new Set(filled)].toSorted()).toEqual(deployedParameters);
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
      'a runbook without a parameter that it needs',
      trigger({ runbook: 'SetPatchGroup' }),
      /\.parameters: received no "PatchGroup"; allowed: a text, or a path in the event/,
    ],
    [
      'a value that the deployment alone gives',
      trigger({ runbook: 'GrantInstanceAccess', parameters: { FunctionArn: '$.detail.function' } }),
      /\.parameters: received "FunctionArn"; allowed: DryRun$/,
    ],
    [
      'a file that is not there',
      { runbooks: { own: { file: 'none.yaml', grants: [] } } },
      /^remediation\.runbooks\.own\.file: .*none\.yaml/,
    ],
    [
      'a runbook that is for no instance',
      { runbooks: { own: { file: 'prepare-fleet-roles.yaml', grants: [] } } },
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
