import { expect, it } from 'vitest';
import { onboardSettings } from '../../../lambdas/onboard/onboard-settings.ts';
import { readSettings } from '../../../lambdas/shared/runtime/read-settings.ts';
import { variableOf } from '../../../lambdas/shared/runtime/setting-forms.ts';
import { agentDocuments, agentProfile, lookTimes, profiles } from '../builders.ts';

const environment: Readonly<Record<string, string>> = {
  MUSTER_ROSTER_TABLE: 'Roster',
  MUSTER_PROFILES: JSON.stringify(profiles),
  MUSTER_AGENTS: JSON.stringify(agentDocuments),
  MUSTER_EXCLUSIONS: JSON.stringify([{ key: 'muster:exclude', value: '*' }]),
  MUSTER_DOCUMENT_VERSIONS: JSON.stringify({ 'Muster-Linux': '7' }),
  MUSTER_FLOORS: JSON.stringify({ 'Muster-Linux': '3.0.502.0' }),
  MUSTER_CONFIGURATION: 'digest-1',
  MUSTER_CLOSED_ENTRY_DAYS: '30',
  MUSTER_CLAIM_LEASE_SECONDS: '300',
  MUSTER_LOOK_TIMES: JSON.stringify(lookTimes),
  MUSTER_ATTEMPTS_MAX: '3',
  MUSTER_OUTSIDE: JSON.stringify({ roles: ['nodes'], arnPrefix: 'arn:' }),
};

/** Reads the environment above with one variable changed. */
const readWith = (variable: string, value: string | undefined) =>
  readSettings(onboardSettings, { ...environment, [variable]: value });

it('the settings are what the template puts into the environment', () => {
  expect(readSettings(onboardSettings, environment)).toEqual({
    rosterTable: 'Roster',
    profiles,
    agents: agentDocuments,
    exclusions: [{ key: 'muster:exclude', value: '*' }],
    documentVersions: { 'Muster-Linux': '7' },
    floors: { 'Muster-Linux': '3.0.502.0' },
    configuration: 'digest-1',
    closedEntryDays: 30,
    claimLeaseSeconds: 300,
    lookTimes,
    attemptsMax: 3,
    outside: { roles: ['nodes'], arnPrefix: 'arn:' },
  });
});

it('a profile may name agents', () => {
  const named = [agentProfile('falcon', 'datadog')];
  expect(readWith('MUSTER_PROFILES', JSON.stringify(named)).profiles).toEqual(named);
});

it.each(Object.keys(environment))('refuses to start without %s, and names it', (variable) => {
  expect(() => readWith(variable, undefined)).toThrow(`The environment lacks ${variable}.`);
  expect(() => readWith(variable, '')).toThrow(`The environment lacks ${variable}.`);
});

it.each([
  ['profiles that are not JSON', 'profiles', '[{'],
  ['profiles that are no list', 'profiles', '{}'],
  ['a profile without a name', 'profiles', '[{"tags":{},"documents":{}}]'],
  [
    'a document for a platform that Systems Manager does not know',
    'profiles',
    '[{"name":"p","tags":{},"documents":{"Plan9":{"document":"D","parameters":{}}}}]',
  ],
  [
    'a parameter that is not a list',
    'profiles',
    '[{"name":"p","tags":{},"documents":{"Linux":{"document":"D","parameters":{"P":"1"}}}}]',
  ],
  ['an agent of a profile that has no name', 'profiles', '[{"name":"p","tags":{},"agents":[1]}]'],
  ['an agent on a platform that Systems Manager does not know', 'agents', '{"a":{"Plan9":"D"}}'],
  ['a floor that is a number', 'floors', '{"D":3}'],
  ['an exclusion without a value', 'exclusions', '[{"key":"k"}]'],
  ['a document version that is a number', 'documentVersions', '{"D":7}'],
  ['document versions that are null', 'documentVersions', 'null'],
  ['days in words', 'closedEntryDays', 'thirty'],
  ['no days', 'closedEntryDays', '0'],
  ['half a second', 'claimLeaseSeconds', '0.5'],
  ['a negative lease', 'claimLeaseSeconds', '-300'],
  ['look times without a horizon', 'lookTimes', '{"earlySeconds":1}'],
  ['a step of no seconds', 'lookTimes', JSON.stringify({ ...lookTimes, lateStepSeconds: 0 })],
  ['half a second between looks', 'lookTimes', JSON.stringify({ ...lookTimes, lateStepSeconds: 0.5 })],
  ['no attempt', 'attemptsMax', '0'],
])('refuses to start with %s, and names the variable', (_name, setting, value) => {
  expect(() => readWith(variableOf(setting), value)).toThrow(
    `The environment is malformed: ${variableOf(setting)}`,
  );
});

it('says where in a variable the mistake is, what was received and what is expected', () => {
  const value = '[{"name":"p","tags":{"a":1},"documents":{}}]';
  expect(() => readWith('MUSTER_PROFILES', value)).toThrow(
    /MUSTER_PROFILES\.0\.tags\.a: received 1; .*expected string/,
  );
});
