import { describe, expect, it } from 'vitest';
import { functionNamed } from './installer.ts';
import { canRun, runPowerShell } from './run-power-shell.ts';

describe('a version that is installed', () => {
  it.runIf(canRun).each([
    ['1.2.3', '1.2.3', true],
    ['1.2.3', '1.2.3.0', true],
    ['1.2.3', '1.2.3-1', true],
    ['1.2.3', '1.2.30', false],
    ['1.2.3', '1.2.4', false],
    ['>=7.14.0', '7.14.18408.0', true],
    ['>=7.14.0', '7.14', true],
    ['>=7.14.0', '7.9.9', false],
    ['>=7.14.0', '10.0', true],
    ['latest', '0.1', true],
    ['latest', '', false],
  ])('of %s asked and %s found will do: %s', (wanted, found, isWanted) => {
    expect(runPowerShell(['versions'], `$Version = '${wanted}'`, `Test-Version '${found}'`)).toBe(isWanted);
  });

  it('is compared part by part, as numbers', () => {
    expect(functionNamed('Get-Part').body.text).toContain("PadLeft(64, '0')");
    expect(functionNamed('Test-SameVersion').body.text).toContain('[regex]::Escape($Named)');
  });
});
