import { describe, expect, it } from 'vitest';
import { callsOf, functionNamed, list, outcomesOf, text, texts } from './installer.ts';

describe('a failed request', () => {
  it('has words of its own for each cause of TLS', () => {
    const causes = texts('TlsCauses');
    expect(new Set(Object.values(causes)).size).toBe(Object.keys(causes).length);
    const { body } = functionNamed('Get-ChainCause');
    const named = [...body.text.matchAll(/return '(\w+)'/g)].map((match) => match[1]);
    expect(named).toEqual(['clock', 'expired', 'name']);
    const all = [...named, 'other', ...Object.values(texts('ChainCauses'))];
    expect(new Set(all)).toEqual(new Set(Object.keys(causes)));
  });

  it('is for an expired certificate only when it was valid before', () => {
    const { body } = functionNamed('Get-ChainCause');
    expect(body.text).toMatch(/NotBefore -gt \$Now\) \{ return 'clock' \}/);
    expect(body.text).toMatch(/NotAfter -lt \$Now\) \{ return 'expired' \}/);
  });

  it('is never sent through a proxy when it is for the node itself', () => {
    expect(list('DirectHosts')).toEqual(['127.0.0.1', 'localhost', '169.254.169.254']);
  });

  it('follows redirects by itself, to https alone', () => {
    expect(functionNamed('New-Request').body.text).toContain('$request.AllowAutoRedirect = $false');
    const { body } = functionNamed('Open-Address');
    expect(body.text).toContain("if ($next.Scheme -ne 'https') { throw");
    expect(body.text).toContain('if (-not $target) { throw');
  });

  it('tries TLS 1.2', () => {
    expect(functionNamed('Invoke-Operation').body.text).toContain(
      '[Net.ServicePointManager]::SecurityProtocol = [Net.SecurityProtocolType]::Tls12',
    );
  });
});

describe('a download', () => {
  it('is judged by its first bytes before it is by its hash', () => {
    expect(texts('PackageMarks')).toEqual({ '.msi': 'D0-CF-11-E0', '.exe': '4D-5A' });
    expect(callsOf('Receive-Package').at(-1)).toBe('Get-BodyProblem');
    expect(functionNamed('Get-BodyProblem').body.text).toContain('<(!doctype|html|head|body)');
  });

  it('that finds the disk full says so; other failures can be tried again', () => {
    expect(list('DiskFullErrors')).toEqual([39, 112]);
    expect(outcomesOf('Save-Package')).toEqual([29, 20]);
    expect(outcomesOf('Assert-Hash')).toEqual([21]);
  });

  it('stops at once for answers that stay the same', () => {
    expect(list('FinalStatuses')).toEqual([400, 401, 403, 404, 405, 410]);
    expect(Number(text('DownloadTriesMax'))).toBe(4);
  });
});
