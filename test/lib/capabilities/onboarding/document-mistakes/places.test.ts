import { describe, expect, it } from 'vitest';
import { findDocumentMistakes } from '../../../../../lib/capabilities/onboarding/document-mistakes.ts';
import { account, problemsOf } from '../../../configuration/config-problems.ts';
import { configWith } from '../../../synthesize.ts';
import { agent, documentProblems, linux, profileOf } from '../document-problems.ts';

const test = { name: 'test', account, region: 'eu-west-1' };
const prod = { name: 'prod', account, region: 'eu-central-1' };

describe('mistakes of form', () => {
  const wrongDocuments = { InstallAgentLinux: { ...agent, Colour: 'red' }, InstallAgentWindows: agent };
  const wrongProfile = { name: 'wrong', tags: { a: '1' }, documents: { Linux: { document: 'Other' } } };
  const fieldsOf = (input: object) =>
    problemsOf({ ...configWith({}), ...input }, findDocumentMistakes).map(
      (problem) => problem.split(': ')[0],
    );

  it('in profiles do not hide mistakes in documents, nor the other way round', () => {
    expect(fieldsOf({ profiles: 3, documents: wrongDocuments })).toEqual([
      'profiles',
      'documents.InstallAgentLinux',
    ]);
    expect(fieldsOf({ profiles: [wrongProfile], documents: 3 })).toEqual([
      'documents',
      'profiles[0].documents.Linux.document',
    ]);
  });

  it('in one profile do not hide mistakes in the next', () => {
    expect(fieldsOf({ profiles: [{ name: 'Wrong', documents: {} }, wrongProfile] })).toEqual([
      'profiles[0].name',
      'profiles[1].documents.Linux.document',
    ]);
  });

  it('in one environment do not hide mistakes in its overrides', () => {
    const overrides = { profiles: [wrongProfile], documents: { Other: {} }, launchDelaySeconds: -1 };
    expect(fieldsOf({ environments: [{ name: 'Prod', overrides }] })).toEqual([
      'environments[0].name',
      'environments[0].account',
      'environments[0].region',
      'environments[0].overrides.launchDelaySeconds',
      'environments[0].overrides.documents.Other',
      'environments[0].overrides.profiles[0].documents.Linux.document',
    ]);
  });

  it.each([
    ['a parameter', { ...agent, Packages: 3 }, 'documents.InstallAgentLinux.Packages'],
    ['the parameters', 3, 'documents.InstallAgentLinux'],
  ])('in %s of a document do not count as missing values', (_, parameters, field) => {
    const documents = { InstallAgentLinux: parameters, InstallAgentWindows: agent };
    expect(fieldsOf({ documents })).toEqual([field]);
  });
});

describe('environments', () => {
  it('are checked in the overrides, each mistake once and by its own path', () => {
    const environments = [
      { ...test, overrides: { documents: { InstallAgentLinux: { ServiceName: 'a b' } } } },
      { ...prod, overrides: { profiles: profileOf({ Linux: { document: 'Other' } }) } },
    ];
    const problems = documentProblems({ environments, launchDelaySeconds: -1 });
    expect(problems.map((problem) => problem.split(': ')[0])).toEqual([
      'launchDelaySeconds',
      'environments[0].overrides.documents.InstallAgentLinux',
      'environments[1].overrides.profiles[0].documents.Linux.document',
    ]);
  });

  it('report a mistake that all of them share once', () => {
    const profiles = profileOf({ Linux: { document: 'Other' } });
    expect(documentProblems({ environments: [test, prod], profiles })).toHaveLength(1);
    const missing = documentProblems({
      environments: [test, prod],
      profiles: profileOf({ Linux: linux }),
      documents: {},
    });
    expect(missing).toHaveLength(4);
  });

  it('may give what the common part leaves out, and keep the rest of a document that they override', () => {
    const { Packages, ...rest } = agent;
    const documents = { InstallAgentLinux: rest };
    const profiles = profileOf({ Linux: linux });
    const overrides = { documents: { InstallAgentLinux: { Packages } } };
    expect(documentProblems({ documents, profiles, environments: [{ ...prod, overrides }] })).toEqual([]);
    const [problem, ...more] = documentProblems({
      documents,
      profiles,
      environments: [{ ...prod, overrides }, test],
    });
    expect(more).toEqual([]);
    expect(problem).toMatch(/^profiles\[0]\.documents\.Linux\.parameters\.Packages: received nothing; /);
  });
});
