import { describe, expect, it } from 'vitest';
import { loadDocument } from '../../../../lib/documents/load-document.ts';
import { callsOf, functionNamed, installer } from './installer.ts';
import { enclosing, nodesIn } from './power-shell.ts';
import { canRun, runPowerShell } from './run-power-shell.ts';

describe('the arguments of an installer', () => {
  const { parameters } = loadDocument('documents/command/install-agent-windows.yaml');
  const allowed = new RegExp(parameters['InstallerArguments']?.allowedPattern ?? '');

  it.each([
    'CID=ABC-12 TAGS="a b"',
    '/S /D=C:\\Program Files\\Agent',
    '--url=https://user@example.com:443/?a=1&b=2;c',
    'KEY=100% (x) +1',
    '{NAME} `x` | < > ^ ~',
  ])('may be %s', (text) => {
    expect(allowed.test(text)).toBe(true);
  });

  it.each(["it's", 'a \u2019 b', '$(calc)', 'a\nb', '\u00e9', '{{ X }}'])('refuse to be %j', (text) => {
    expect(allowed.test(text)).toBe(false);
  });

  it('reach the installer itself, and no shell', () => {
    const users = nodesIn(installer, 'variable').filter(({ text }) => text === '$Arguments');
    const names = users.map((node) => enclosing(node, 'function_statement')?.namedChildren[0]?.text);
    expect(new Set(names)).toEqual(new Set(['Expand-Arguments']));
    expect(callsOf('Install-Package')).toContain('Expand-Arguments');
    expect(functionNamed('New-Start').body.text).toContain('UseShellExecute = $false');
  });
});

describe('a value in the arguments', () => {
  const expand = (template: string, value: string, isMsi: boolean) =>
    runPowerShell(
      ['say', 'settings', 'arguments'],
      `$Secrets = @{ CID = '${value}' }; $Variables = @{}; $Arguments = '${template}'`,
      `Expand-Arguments $${isMsi}`,
    );

  it.runIf(canRun).each([
    ['CID={CID}', 'ABC-12', true, 'CID=ABC-12'],
    ['CID={CID} X', 'a b', true, 'CID="a b" X'],
    ['CID="{CID}"', 'a b', true, 'CID="a b"'],
    ['CID={CID}', 'a"b', true, 'CID="a""b"'],
    ['/k={CID}', 'a"b\\', false, '/k="a\\"b\\\\"'],
    ['/k={OTHER} {0a-b}', 'x', false, '/k={OTHER} {0a-b}'],
  ])('makes %s with %s (msi: %s) to %s', (template, value, isMsi, line) => {
    expect(expand(template, value, isMsi)).toBe(line);
  });

  it('that is not plain stands in quotes, and its own quotes count for themselves', () => {
    const { text } = functionNamed('Format-Argument').body;
    expect(text).toContain(`$inside = $Value.Replace('"', '""')`);
    expect(text).toContain(String.raw`-replace '(\\*)"', '$1$1\"' -replace '(\\+)\z', '$1$1'`);
  });
});
