import { describe, expect, it } from 'vitest';
import { agent, documentProblems, linux, profileOf } from './document-problems.ts';

describe('a list of packages', () => {
  const problemsOfPackages = (Packages: string) =>
    documentProblems({
      documents: { InstallAgentLinux: { ...agent, Packages }, InstallAgentWindows: agent },
    });
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

  it('refuses an entry in a profile too, beside other mistakes there', () => {
    const parameters = { Packages: right.replace('any', 'ANY'), AgentVersion: 'a b' };
    const problems = documentProblems({ profiles: profileOf({ Linux: { ...linux, parameters } }) });
    expect(problems.map((problem) => problem.split(': ')[0])).toEqual([
      'profiles[0].documents.Linux.parameters.Packages, entry 1, key',
      'profiles[0].documents.Linux.parameters',
    ]);
  });
});
