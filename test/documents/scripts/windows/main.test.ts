import { describe, expect, it } from 'vitest';
import { callsOf, functionNamed, outcomesOf, text, texts } from './installer.ts';
import { nodesIn } from './power-shell.ts';

/** Those of the named steps that a function takes, in its order. */
function stepsOf(name: string, steps: readonly string[]): string[] {
  return callsOf(name).filter((call) => steps.includes(call));
}

describe('an installation', () => {
  const steps = [
    'Save-Secrets',
    'Save-Package',
    'Assert-Hash',
    'Read-PackageFacts',
    'Install-Package',
    'Wait-Product',
    'Set-Configuration',
    'Restart-Agent',
    'Test-Healthy',
  ];

  it('takes its steps in this order', () => {
    expect(stepsOf('Install-Agent', steps)).toEqual(steps);
  });

  it('watches the service, and asks the check last', () => {
    expect(callsOf('Test-Healthy')).toEqual(['Test-Steady', 'Test-Check']);
  });

  it('leaves an installed product that works alone', () => {
    const calls = callsOf('Install-Agent');
    expect(calls.indexOf('Update-Agent')).toBeLessThan(calls.indexOf('Save-Package'));
    expect(callsOf('Update-Agent')[0]).toBe('Test-Configured');
  });

  it('reads the name, the version and the architecture of a package before it installs it', () => {
    expect(outcomesOf('Read-PackageFacts')).toEqual([24, 28, 28, 28]);
  });

  it('waits for the product when an .exe returns early, and not for one of an .msi', () => {
    const { body } = functionNamed('Wait-Product');
    const [loop] = nodesIn(body, 'while_statement');
    expect(loop?.text).toMatch(
      /Test-Version \(Get-InstalledVersion\)[\s\S]*EndsWith\('\.msi'\)[\s\S]*Start-Sleep/,
    );
  });

  it('leaves a newer version alone unless the version is exact', () => {
    expect(functionNamed('Test-Newer').body.text).toContain("$Version -notmatch '\\A(latest|>=)'");
  });
});

describe('a look', () => {
  it('changes nothing', () => {
    const calls = new Set(callsOf('Test-Agent'));
    const changes = ['Save-State', 'Set-Configuration', 'Start-Agent', 'Restart-Agent', 'Install-Package'];
    expect(changes.filter((change) => calls.has(change))).toEqual([]);
    expect(outcomesOf('Test-Agent')).toEqual([35, 0]);
  });
});

describe('a removal', () => {
  it('is done by the script of the user, else by the product itself, and ends when the product is gone', () => {
    const calls = stepsOf('Uninstall-Agent', [
      'Invoke-UserScript',
      'Invoke-OwnUninstaller',
      'Wait-Gone',
      'Remove-Item',
    ]);
    expect(calls).toEqual(['Invoke-UserScript', 'Invoke-OwnUninstaller', 'Wait-Gone', 'Remove-Item']);
  });
});

describe('the registry', () => {
  it('is read key by key, so that a malformed one of another program does no harm', () => {
    expect(callsOf('Get-Product')).not.toContain('Get-ItemProperty');
    const { body } = functionNamed('Read-Product');
    const [attempt] = nodesIn(body, 'try_statement');
    expect(attempt?.text).toMatch(/GetValue\('DisplayName'\)/);
    expect(attempt?.text).toMatch(/catch \{ return \}$/);
    expect(nodesIn(body, 'statement_list')[0]?.namedChildCount).toBe(1);
  });
});

describe('Constrained Language Mode', () => {
  it('is the first thing that a run asks about, and it ends with an outcome', () => {
    const statements =
      nodesIn(functionNamed('Invoke-Operation').body, 'statement_list')[0]?.namedChildren ?? [];
    expect(statements[0]?.text).toBe('$mode = [string] $ExecutionContext.SessionState.LanguageMode');
    expect(statements[1]?.text).toMatch(/^if \(\$mode -ne 'FullLanguage'\) \{ Stop-Run 29 /);
  });

  it('allows what the end of the run does: operators, cmdlets, and methods of texts', () => {
    for (const name of ['Stop-Run', 'Hide-Secrets', 'Format-Line']) {
      const { body } = functionNamed(name);
      const types = nodesIn(body, 'type_literal').map((node) => node.text);
      expect(types.filter((type) => !['[string]', '[int]'].includes(type))).toEqual([]);
    }
  });
});

describe('outcomes', () => {
  const words = texts('Outcomes');

  it('are those of every call that ends the run', () => {
    const names = [
      'Assert-Settings',
      'Enter-Lock',
      'Invoke-Patiently',
      'Stop-Unhealthy',
      'Stop-WrongVersion',
    ];
    const codes = names.flatMap(outcomesOf);
    expect(codes.filter((code) => words[code] === undefined)).toEqual([]);
    expect(new Set(codes)).toEqual(new Set([26, 27, 23, 28]));
  });

  it('never are the codes that the SSM agent acts on', () => {
    expect(
      Object.keys(words)
        .map(Number)
        .filter((code) => code !== 0 && (code < 20 || code > 36)),
    ).toEqual([]);
  });

  it('of a service that does not stay running come with its last words', () => {
    expect(stepsOf('Stop-Unhealthy', ['Write-Quotes', 'Get-LastWords'])).toEqual([
      'Write-Quotes',
      'Write-Quotes',
      'Get-LastWords',
    ]);
  });

  it('of waiting for others share one budget', () => {
    expect(text('BusySecondsMax')).toBe('300');
    for (const name of ['Enter-Lock', 'Invoke-Patiently']) expect(callsOf(name)).toContain('Wait-Busy');
  });
});
