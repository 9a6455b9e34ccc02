import { describe, expect, it } from 'vitest';
import { functionNamed, outcomesOf, text, texts } from './installer.ts';
import { nodesIn, toRegExp } from './power-shell.ts';

const builds = texts('WindowsBuilds');

describe('the release of Windows Server', () => {
  it('is known by its build number', () => {
    expect(builds).toEqual({ '14393': '2016', '17763': '2019', '20348': '2022', '26100': '2025' });
    const { body } = functionNamed('Get-SystemKeys');
    expect(body.text).not.toMatch(/Caption|ProductName/);
  });

  it('is refused when it is older than 2016: Server 2012 R2 has the build 9600', () => {
    expect(Number(text('OldestBuild'))).toBe(Math.min(...Object.keys(builds).map(Number)));
    expect(9600).toBeLessThan(Number(text('OldestBuild')));
    expect(outcomesOf('Get-SystemKeys')).toEqual([22, 22]);
    expect(functionNamed('Get-SystemKeys').body.text).toContain('$build -lt $OldestBuild');
  });

  it('may be Server Core', () => {
    expect(functionNamed('Get-SystemKeys').body.text).toContain("$kind -ne 'Server Core'");
  });
});

describe('an entry of a package', () => {
  const parts = nodesIn(functionNamed('Read-Packages').body, 'assignment_expression')[0];
  const form = toRegExp(
    parts === undefined
      ? ''
      : nodesIn(parts, 'verbatim_string_characters')
          .map((part) => part.text.slice(1, -1))
          .join(''),
  );
  const hash = 'a'.repeat(64);

  it.each([
    `windows/x86_64=https://example.com/agent.msi#${hash}`,
    `windows-2022/amd64=http://127.0.0.1:8080/agent.exe#${hash}`,
    `any/arm64=s3://acme-agents/falcon/7.14.0+1.msi#${hash}`,
  ])('may be %s', (entry) => {
    expect(form.exec(entry)?.groups?.['hash']).toBe(hash);
  });

  it.each([
    `windows/x86_64=http://example.com/agent.msi#${hash}`,
    `windows/x86_64=https://user@example.com/agent.msi#${hash}`,
    `windows/x86_64=https://example.com/agent.msi?x=1#${hash}`,
    `windows/i386=https://example.com/agent.msi#${hash}`,
    `windows/x86_64=https://example.com/agent.msi#${hash.slice(1)}`,
    `windows/x86_64=s3://AB/agent.msi#${hash}`,
    `windows/x86_64=file:///C:/agent.msi#${hash}`,
  ])('is refused when it is %s', (entry) => {
    expect(form.test(entry)).toBe(false);
  });
});
