import { describe, expect, it } from 'vitest';
import { ConfigurationError, type MusterConfig, readConfig } from '../../../lib/config.ts';
import { findDocumentMistakes } from '../../../lib/onboarding/document-mistakes.ts';
import { configWith } from '../synthesize.ts';

function problemsOf(fields: MusterConfig): readonly string[] {
  try {
    readConfig(configWith(fields), findDocumentMistakes);
  } catch (error) {
    if (error instanceof ConfigurationError) return error.problems;
    throw error;
  }
  return [];
}

const linux = { document: 'InstallAgentLinux' };
const windows = { document: 'InstallAgentWindows' };
const profileOf = (documents: NonNullable<MusterConfig['profiles']>[number]['documents']) => [
  { name: 'all', documents },
];
const agent = {
  AgentName: 'agent',
  AgentVersion: '1.0',
  ServiceName: 'agent',
  Packages: `any/x86_64=https://packages.example.com/agent.tar.gz#${'0'.repeat(64)}`,
};

describe('the given muster.config.ts', () => {
  it('fits the documents', () => {
    expect(problemsOf({})).toEqual([]);
  });
});

describe('a profile', () => {
  it('refuses a document that does not exist, and says which do', () => {
    const known =
      'InstallAgentLinux, InstallAgentWindows, or in a profile a document of AWS (AWS-..., Amazon...)';
    expect(problemsOf({ profiles: profileOf({ Linux: { document: 'InstallAgent' } }) })).toEqual([
      `profiles[0].documents.Linux.document: received "InstallAgent"; allowed: ${known}`,
    ]);
  });

  it('refuses a document for a platform that it has no step for', () => {
    expect(problemsOf({ profiles: profileOf({ Windows: linux, MacOS: linux, Linux: windows }) })).toEqual([
      'profiles[0].documents.Linux.document: received "InstallAgentWindows"; allowed: a document for Linux, and it is for Windows',
      'profiles[0].documents.Windows.document: received "InstallAgentLinux"; allowed: a document for Windows, and it is for Linux',
      'profiles[0].documents.MacOS.document: received "InstallAgentLinux"; allowed: a document for MacOS, and it is for Linux',
    ]);
  });

  it('refuses a parameter that the document does not have', () => {
    const [problem, ...more] = problemsOf({
      profiles: profileOf({ Linux: { ...linux, parameters: { Version: '1' } } }),
    });
    expect(more).toEqual([]);
    expect(problem).toMatch(
      /^profiles\[0]\.documents\.Linux\.parameters: .*received "Version", allowed: AgentName, /,
    );
  });

  it('refuses a value that the pattern of the parameter does not allow', () => {
    const parameters = { AgentVersion: '1.0; reboot' };
    const [problem, ...more] = problemsOf({ profiles: profileOf({ Linux: { ...linux, parameters } }) });
    expect(more).toEqual([]);
    expect(problem).toMatch(
      /^profiles\[0]\.documents\.Linux\.parameters: .*AgentVersion.*received "1\.0; reboot"/,
    );
  });

  it('refuses to leave out a parameter that has no default anywhere', () => {
    const { Packages: _, ...rest } = agent;
    const [problem, ...more] = problemsOf({
      profiles: profileOf({ Linux: linux }),
      documents: { InstallAgentLinux: rest },
    });
    expect(more).toEqual([]);
    expect(problem).toMatch(
      /^profiles\[0]\.documents\.Linux\.parameters\.Packages: received nothing; allowed: a value here or in documents\.InstallAgentLinux, text that matches \^/,
    );
  });

  it('refuses each missing parameter by name when nothing is configured', () => {
    const problems = problemsOf({ profiles: profileOf({ Linux: linux }), documents: {} });
    const missing = problems.map((problem) => problem.split(':')[0]?.split('.').at(-1));
    expect(missing).toEqual(['AgentName', 'AgentVersion', 'ServiceName', 'Packages']);
  });

  it('takes required parameters from itself, from documents, or from both', () => {
    const { Packages, ...rest } = agent;
    expect(
      problemsOf({ profiles: profileOf({ Linux: { ...linux, parameters: agent } }), documents: {} }),
    ).toEqual([]);
    const split = { Linux: { ...linux, parameters: { Packages } } };
    expect(problemsOf({ profiles: profileOf(split), documents: { InstallAgentLinux: rest } })).toEqual([]);
  });

  it('may name a document of AWS, whose parameters are not known here', () => {
    const document = {
      document: 'AWS-ConfigureAWSPackage',
      parameters: { action: 'Install', name: 'Agent' },
    };
    expect(
      problemsOf({ profiles: profileOf({ Linux: document, Windows: document, MacOS: document }) }),
    ).toEqual([]);
  });
});

describe('the defaults under documents', () => {
  it('refuses a document that does not exist', () => {
    expect(
      problemsOf({ documents: { InstallAgentLinux: agent, InstallAgentWindows: agent, Other: {} } }),
    ).toEqual([
      'documents.Other: received "Other"; allowed: InstallAgentLinux, InstallAgentWindows, or in a profile a document of AWS (AWS-..., Amazon...)',
    ]);
  });

  it('refuses a parameter that the document does not have, and a value that it does not allow', () => {
    const problems = problemsOf({
      documents: {
        InstallAgentLinux: { ...agent, Colour: 'red', ServiceName: 'a b' },
        InstallAgentWindows: agent,
      },
    });
    expect(problems).toHaveLength(2);
    expect(problems[0]).toMatch(/^documents\.InstallAgentLinux: .*received "Colour"/);
    expect(problems[1]).toMatch(/^documents\.InstallAgentLinux: .*ServiceName.*received "a b"/);
  });
});

describe('the environment of the onboard function', () => {
  const tagged = (count: number) =>
    Array.from({ length: count }, (_, i) => ({
      name: `p${i}`,
      tags: { team: `${i}` },
      documents: { Linux: linux },
    }));

  it('refuses profiles and exclusions that do not fit into 4 KB', () => {
    expect(problemsOf({ profiles: tagged(20) })).toEqual([]);
    const [problem, ...more] = problemsOf({ profiles: tagged(40) });
    expect(more).toEqual([]);
    expect(problem).toMatch(/^profiles and excludeTags: received \d{4} bytes as JSON; allowed: 3500, /);
    const excludeTags = Array.from({ length: 10 }, (_, i) => ({ key: `k${i}`, value: 'v'.repeat(250) }));
    expect(problemsOf({ excludeTags: excludeTags.slice(0, 8) })).toEqual([]);
    expect(problemsOf({ excludeTags: [...excludeTags, ...excludeTags] })).toHaveLength(1);
  });

  it('counts bytes, not characters', () => {
    const excludeTags = (letter: string) =>
      [1, 2, 3, 4].map((i) => ({ key: `${i}`, value: letter.repeat(256) }));
    expect(problemsOf({ excludeTags: excludeTags('a') })).toEqual([]);
    expect(problemsOf({ excludeTags: excludeTags('\u4f60') })).toHaveLength(1);
  });
});

const account = '0'.repeat(12);
const test = { name: 'test', account, region: 'eu-west-1' };
const prod = { name: 'prod', account, region: 'eu-central-1' };

describe('a list of packages', () => {
  const problemsOfPackages = (Packages: string) =>
    problemsOf({ documents: { InstallAgentLinux: { ...agent, Packages }, InstallAgentWindows: agent } });
  const right = agent.Packages;
  const place = (index: number, part: string) =>
    `documents.InstallAgentLinux.Packages, entry ${index}, ${part}: received `;

  it.each([
    ['key', right.replace('any', 'ANY'), '"ANY"'],
    ['architecture', right.replace('x86_64', 'i386'), '"i386"'],
    ['address', right.replace('https:', 'http:'), '"http://packages.example.com/agent.tar.gz"'],
    ['address', right.replace('.gz', '.gz?a=b'), '"https://packages.example.com/agent.tar.gz?a=b"'],
    ['SHA-256', right.replace(/0$/, 'x'), `"${'0'.repeat(63)}x"`],
  ])('refuses a wrong %s, and names the entry and the part', (part, wrong, received) => {
    const [problem, ...more] = problemsOfPackages(`${right}\n  ${wrong} ${right}`);
    expect(more).toEqual([]);
    expect(problem?.startsWith(place(2, part))).toBe(true);
    expect(problem).toContain(`${received}; allowed: `);
  });

  it('refuses an entry without the form, and every wrong part of every entry', () => {
    expect(problemsOfPackages('agent.rpm')).toEqual([
      'documents.InstallAgentLinux.Packages, entry 1: received "agent.rpm"; allowed: KEY/ARCHITECTURE=ADDRESS#SHA256',
    ]);
    const twice = problemsOfPackages(
      `${right.replace('any', '-')} ${right.replace('x86_64', 'arm').slice(0, -1)}`,
    );
    expect(twice.map((problem) => problem.split(': ')[0])).toEqual([
      'documents.InstallAgentLinux.Packages, entry 1, key',
      'documents.InstallAgentLinux.Packages, entry 2, architecture',
      'documents.InstallAgentLinux.Packages, entry 2, SHA-256',
    ]);
  });

  it('refuses an empty list, which has no entry to name', () => {
    const [problem, ...more] = problemsOfPackages(' ');
    expect(more).toEqual([]);
    expect(problem).toMatch(/^documents\.InstallAgentLinux: .*parameters\.Packages\.default: received " "/);
  });

  it('refuses one in a profile as well, beside other mistakes there', () => {
    const parameters = { Packages: right.replace('any', 'ANY'), AgentVersion: 'a b' };
    const problems = problemsOf({ profiles: profileOf({ Linux: { ...linux, parameters } }) });
    expect(problems.map((problem) => problem.split(': ')[0])).toEqual([
      'profiles[0].documents.Linux.parameters.Packages, entry 1, key',
      'profiles[0].documents.Linux.parameters',
    ]);
  });
});

describe('mistakes of form', () => {
  const wrongDocuments = { InstallAgentLinux: { ...agent, Colour: 'red' }, InstallAgentWindows: agent };
  const wrongProfile = { name: 'wrong', tags: { a: '1' }, documents: { Linux: { document: 'Other' } } };
  const fieldsOf = (input: object) => {
    try {
      readConfig({ ...configWith({}), ...input }, findDocumentMistakes);
    } catch (error) {
      if (error instanceof ConfigurationError) return error.problems.map((problem) => problem.split(': ')[0]);
      throw error;
    }
    return [];
  };

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
  ])('in %s of a document are no missing values', (_, parameters, field) => {
    const documents = { InstallAgentLinux: parameters, InstallAgentWindows: agent };
    expect(fieldsOf({ documents })).toEqual([field]);
  });
});

describe('environments', () => {
  it('are checked where they override, each mistake once and by its own path', () => {
    const environments = [
      { ...test, overrides: { documents: { InstallAgentLinux: { ServiceName: 'a b' } } } },
      { ...prod, overrides: { profiles: profileOf({ Linux: { document: 'Other' } }) } },
    ];
    const problems = problemsOf({ environments, launchDelaySeconds: -1 });
    expect(problems.map((problem) => problem.split(': ')[0])).toEqual([
      'launchDelaySeconds',
      'environments[0].overrides.documents.InstallAgentLinux',
      'environments[1].overrides.profiles[0].documents.Linux.document',
    ]);
  });

  it('report a mistake that all of them share once', () => {
    const profiles = profileOf({ Linux: { document: 'Other' } });
    expect(problemsOf({ environments: [test, prod], profiles })).toHaveLength(1);
    const missing = problemsOf({
      environments: [test, prod],
      profiles: profileOf({ Linux: linux }),
      documents: {},
    });
    expect(missing).toHaveLength(4);
  });

  it('may give what the whole leaves out, and keep the rest of a document that they override', () => {
    const { Packages, ...rest } = agent;
    const documents = { InstallAgentLinux: rest };
    const profiles = profileOf({ Linux: linux });
    const overrides = { documents: { InstallAgentLinux: { Packages } } };
    expect(problemsOf({ documents, profiles, environments: [{ ...prod, overrides }] })).toEqual([]);
    const [problem, ...more] = problemsOf({
      documents,
      profiles,
      environments: [{ ...prod, overrides }, test],
    });
    expect(more).toEqual([]);
    expect(problem).toMatch(/^profiles\[0]\.documents\.Linux\.parameters\.Packages: received nothing; /);
  });
});
