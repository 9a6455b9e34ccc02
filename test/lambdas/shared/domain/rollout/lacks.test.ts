import { expect, it } from 'vitest';
import { lackedDocuments } from '../../../../../lambdas/shared/domain/rollout/lacks.ts';
import { anAgent } from '../../../builders.ts';
import { anOld, document } from './rollout-fixtures.ts';

const base = anAgent('base', 'onboarded', { document: 'Muster-Base', documentVersion: '1' });

it('a roll-out that uninstalls is for whom the agent is on, in whatever version, also when it failed', () => {
  const aim = { versions: { 'Muster-Base': '1' }, uninstall: 'base' };
  expect(lackedDocuments(anOld({ agents: [base] }), aim)).toEqual(['Muster-Base']);
  expect(lackedDocuments(anOld({ agents: [{ ...base, status: 'failed' }] }), aim)).toEqual(['Muster-Base']);
  expect(lackedDocuments(anOld({ agents: [{ ...base, status: 'waiting' }] }), aim)).toEqual([]);
  expect(lackedDocuments(anOld({ agents: [{ ...base, agent: 'web' }] }), aim)).toEqual([]);
  expect(lackedDocuments(anOld(), { versions: { [document]: '1' }, uninstall: 'base' })).toEqual([]);
});
