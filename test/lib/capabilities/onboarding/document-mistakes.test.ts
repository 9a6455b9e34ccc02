import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { falcon } from './agents/falcon.ts';
import { agent, documentProblems, linux, profileOf } from './document-problems.ts';

const windows = { document: 'InstallAgentWindows' };

describe('the given muster.config.ts', () => {
  it('fits the documents', () => {
    expect(documentProblems({})).toEqual([]);
  });
});

describe('a profile', () => {
  it('refuses a document that does not exist, and lists those that do', () => {
    const known =
      'InstallAgentLinux, InstallAgentWindows, or in a profile a document of AWS (AWS-..., Amazon...)';
    expect(documentProblems({ profiles: profileOf({ Linux: { document: 'InstallAgent' } }) })).toEqual([
      `profiles[0].documents.Linux.document: received "InstallAgent"; allowed: ${known}`,
    ]);
  });

  it('refuses a document for a platform for which it has no step', () => {
    expect(
      documentProblems({ profiles: profileOf({ Windows: linux, MacOS: linux, Linux: windows }) }),
    ).toEqual([
      'profiles[0].documents.Linux.document: received "InstallAgentWindows"; allowed: a document for Linux, and it is for Windows',
      'profiles[0].documents.Windows.document: received "InstallAgentLinux"; allowed: a document for Windows, and it is for Linux',
      'profiles[0].documents.MacOS.document: received "InstallAgentLinux"; allowed: a document for MacOS, and it is for Linux',
    ]);
  });

  it('refuses a parameter that the document does not have', () => {
    const [problem, ...more] = documentProblems({
      profiles: profileOf({ Linux: { ...linux, parameters: { Version: '1' } } }),
    });
    expect(more).toEqual([]);
    expect(problem).toMatch(
      /^profiles\[0]\.documents\.Linux\.parameters: .*received "Version", allowed: AgentName, /,
    );
  });

  it('refuses a value that the pattern of the parameter does not allow', () => {
    const parameters = { AgentVersion: '1.0; reboot' };
    const [problem, ...more] = documentProblems({ profiles: profileOf({ Linux: { ...linux, parameters } }) });
    expect(more).toEqual([]);
    expect(problem).toMatch(
      /^profiles\[0]\.documents\.Linux\.parameters: .*AgentVersion.*received "1\.0; reboot"/,
    );
  });

  it('requires a parameter that has no default anywhere', () => {
    const { Packages: _, ...rest } = agent;
    const [problem, ...more] = documentProblems({
      profiles: profileOf({ Linux: linux }),
      documents: { InstallAgentLinux: rest },
    });
    expect(more).toEqual([]);
    expect(problem).toMatch(
      /^profiles\[0]\.documents\.Linux\.parameters\.Packages: received nothing; allowed: a value here or in documents\.InstallAgentLinux, text that matches \^/,
    );
  });

  it('refuses each missing parameter by name when nothing is configured', () => {
    const problems = documentProblems({ profiles: profileOf({ Linux: linux }), documents: {} });
    const missing = problems.map((problem) => problem.split(':')[0]?.split('.').at(-1));
    expect(missing).toEqual(['AgentName', 'AgentVersion', 'ServiceName', 'Packages']);
  });

  it('takes required parameters from the profile, from documents, or from both', () => {
    const { Packages, ...rest } = agent;
    expect(
      documentProblems({ profiles: profileOf({ Linux: { ...linux, parameters: agent } }), documents: {} }),
    ).toEqual([]);
    const split = { Linux: { ...linux, parameters: { Packages } } };
    expect(documentProblems({ profiles: profileOf(split), documents: { InstallAgentLinux: rest } })).toEqual(
      [],
    );
  });

  it('may name a document of AWS, whose parameters are not known here', () => {
    const document = {
      document: 'AWS-ConfigureAWSPackage',
      parameters: { action: 'Install', name: 'Agent' },
    };
    expect(
      documentProblems({ profiles: profileOf({ Linux: document, Windows: document, MacOS: document }) }),
    ).toEqual([]);
  });
});

describe('the defaults under documents', () => {
  it('refuses a document that does not exist', () => {
    expect(
      documentProblems({ documents: { InstallAgentLinux: agent, InstallAgentWindows: agent, Other: {} } }),
    ).toEqual([
      'documents.Other: received "Other"; allowed: InstallAgentLinux, InstallAgentWindows, or in a profile a document of AWS (AWS-..., Amazon...)',
    ]);
  });

  it('refuses a parameter that the document does not have, and a value that it does not allow', () => {
    const problems = documentProblems({
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
  /** Text of which packing makes half at best, as names of teams are not. */
  const noise = (index: number) => createHash('sha512').update(`${index}`).digest('hex');
  const tagged = (count: number, tag: (index: number) => string) =>
    Array.from({ length: count }, (_, i) => ({
      name: `p${i}`,
      tags: { team: tag(i) },
      documents: { Linux: linux },
    }));

  it('takes 50 profiles, which 4 KB would not hold as they are', () => {
    expect(documentProblems({ profiles: tagged(50, (index) => `team-${index}`) })).toEqual([]);
  });

  it('takes 50 profiles with three agents each', () => {
    const agents = Object.fromEntries(['a', 'b', 'c'].map((name) => [`agent-${name}`, falcon]));
    const profiles = Array.from({ length: 50 }, (_, index) => ({
      name: `team-${index}`,
      tags: { team: `team-${index}` },
      agents: Object.keys(agents),
    }));
    expect(documentProblems({ agents, profiles })).toEqual([]);
  });

  it('refuses profiles and exclusions that do not fit into 4 KB', () => {
    const [problem, ...more] = documentProblems({ profiles: tagged(50, noise) });
    expect(more).toEqual([]);
    expect(problem).toMatch(
      /^profiles, excludeTags and imageBuildTags: received \d{4} bytes as packed JSON; allowed: 3500, /,
    );
    const excludeTags = Array.from({ length: 60 }, (_, i) => ({ key: `k${i}`, value: noise(i) }));
    expect(documentProblems({ excludeTags: excludeTags.slice(0, 8) })).toEqual([]);
    expect(documentProblems({ excludeTags })).toHaveLength(1);
  });
});
