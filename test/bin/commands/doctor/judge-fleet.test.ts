import { expect, it } from 'vitest';
import {
  judgeAgents,
  judgeConcurrency,
  judgeDocuments,
  judgeHostManagement,
} from '../../../../bin/commands/doctor/judge-fleet.ts';

const node = (instanceId: string, agentVersion?: string) => ({
  ...({ instanceId, isOnline: true, platformType: 'Linux', platformName: 'Debian' } as const),
  ...(agentVersion === undefined ? {} : { agentVersion }),
});

it('an agent that is older than the documents need is named; one of an unknown version is not', () => {
  const nodes = [node('i-1', '3.3.40.0'), node('i-2', '2.3.1319.0'), node('mi-3', 'weird'), node('i-4')];
  expect(judgeAgents(nodes, { A: '2.3.612.0', B: '3.1.0.0' })).toMatchObject({
    verdict: 'warn',
    found: '1 of 4 SSM agents are older than 3.1.0.0, which B needs: i-2 (2.3.1319.0)',
  });
  expect(judgeAgents(nodes, {}).verdict).toBe('ok');
  expect(judgeAgents([], { A: '3.1.0.0' }).verdict).toBe('ok');
});

it.each([
  ['Active', 'ok'],
  ['Updating', 'warn'],
  ['Deleting', 'fail'],
  [undefined, 'fail'],
] as const)('a version of a document that is %s is %s', (status, verdict) => {
  expect(judgeDocuments([{ document: 'Muster-A', version: '2', status }]).verdict).toBe(verdict);
});

it('that no function sends a document is not taken for well', () => {
  expect(judgeDocuments([]).verdict).toBe('fail');
});

it.each([
  ['service-role/Hosts', 'on, with the role service-role/Hosts'],
  ['$None', 'off'],
  [undefined, 'off'],
] as const)('Default Host Management with the value %s is %s', (value, found) => {
  expect(judgeHostManagement(value).found.startsWith(found)).toBe(true);
});

it('the ten concurrent calls of a new account are too few', () => {
  expect(judgeConcurrency({ limit: 10, unreserved: 10 }).verdict).toBe('warn');
  expect(judgeConcurrency({ limit: 1000, unreserved: 900 }).verdict).toBe('ok');
});
