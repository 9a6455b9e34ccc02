import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import {
  buildAgentDocument,
  listAgentDocuments,
} from '../../lib/capabilities/onboarding/agents/agent-document.ts';
import { readConfig } from '../../lib/configuration/config.ts';
import { type CommandDocument, loadDocument } from '../../lib/documents/load-document.ts';
import { findProgram } from '../documents/scripts/programs.ts';
import {
  commandsIn,
  findBroken,
  nodesIn,
  parsePowerShell,
} from '../documents/scripts/windows/power-shell.ts';
import { findFaults } from './power-shell-rules.ts';

const folder = join('documents', 'scripts');
const files = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((file) =>
  file.endsWith('.ps1'),
);

const isInstalled = findProgram('pwsh') !== undefined;
if (!isInstalled)
  process.stderr.write('the PowerShell scripts are parsed, and not run: pwsh is not installed here\n');

describe('every PowerShell script', () => {
  const texts = files.map((file) => [file, readFileSync(join(folder, file), 'utf8')] as const);

  it('is PowerShell from its first line to its last', () => {
    expect(texts.length).toBeGreaterThan(20);
    const broken = texts.map(([file, text]) => [file, findBroken(parsePowerShell(text))] as const);
    expect(broken.filter(([, problems]) => problems.length > 0)).toEqual([]);
    expect(findBroken(parsePowerShell('if ($a) {'))).toHaveLength(1);
  });

  it('is plain ASCII, which Windows PowerShell reads alike in every code page', () => {
    expect(texts.filter(([, text]) => !/^[\n -~]*$/.test(text))).toEqual([]);
  });

  it('has no text of several lines, because documents leave its indentation out', () => {
    expect(texts.filter(([, text]) => /@['"]\n|<#|`\n/.test(text))).toEqual([]);
  });

  it.runIf(isInstalled).each(files)('%s is read by PowerShell without a complaint', (file) => {
    const script = `$e = $null; [void][Management.Automation.Language.Parser]::ParseFile('${join(folder, file)}', [ref]$null, [ref]$e); $e`;
    const { status, stdout, stderr } = spawnSync('pwsh', ['-NoProfile', '-Command', script], {
      encoding: 'utf8',
    });
    expect({ status, text: stdout + stderr }).toEqual({ status: 0, text: '' });
  });
});

/** Whatever runs a text, or a program whose name is computed. */
function findInvokedTexts(text: string): string[] {
  const root = parsePowerShell(text);
  const names = commandsIn(root).map(({ name }) => name);
  const made = nodesIn(root, 'member_name').map(({ text: name }) => name);
  return [...names, ...made].filter((name) =>
    /^(iex|(.*\\)?Invoke-Expression|Invoke-Command|icm|Invoke|InvokeScript|NewScriptBlock|Create)$/i.test(
      name,
    ),
  );
}

describe('every PowerShell script of agents/', () => {
  const own = readdirSync('agents').filter((file) => file.endsWith('.ps1'));
  const texts = own.map((file) => [file, readFileSync(join('agents', file), 'utf8')] as const);

  it('is PowerShell from its first line to its last, in plain ASCII', () => {
    expect(texts.length).toBeGreaterThan(5);
    const broken = texts.map(([file, text]) => [file, findBroken(parsePowerShell(text))] as const);
    expect(broken.filter(([, problems]) => problems.length > 0)).toEqual([]);
    expect(texts.filter(([, text]) => !/^[\n -~]*$/.test(text))).toEqual([]);
  });

  it('runs no text as a script', () => {
    const found = texts.map(([file, text]) => [file, findInvokedTexts(text)] as const);
    expect(found.filter(([, names]) => names.length > 0)).toEqual([]);
  });

  it.each([
    'Invoke-Expression $a',
    '"x" | iex',
    'Microsoft.PowerShell.Utility\\invoke-expression $a',
    '& Invoke-Expression $a',
    '[scriptblock]::Create($a)',
    '$ExecutionContext.InvokeCommand.InvokeScript($a)',
  ])('would be refused with %s', (line) => {
    expect(findBroken(parsePowerShell(line))).toEqual([]);
    expect(findInvokedTexts(line).length).toBeGreaterThan(0);
  });
});

const falcon = {
  variables: { SITE: "O'Hare" },
  secrets: {
    FALCON_CID: { parameter: '/muster/agents/falcon/cid' },
    TOKEN: { secret: 'prod/falcon', key: 'token' },
  },
  windows: {
    name: 'CrowdStrike Windows Sensor',
    version: '>=7.14.0',
    service: 'CSFalconService',
    packages: { 'windows/x86_64': `s3://acme-agents/falcon-7.14.0.exe#${'a'.repeat(64)}` },
    arguments: '/install /quiet /norestart CID={FALCON_CID}',
    configure: 'documents/scripts/custom-inventory.ps1',
  },
};

/** The script of the Windows step of a document, as a node runs it. */
function scriptOf({ mainSteps }: CommandDocument): string {
  const step = mainSteps.find(({ action }) => action === 'aws:runPowerShellScript');
  if (step?.action !== 'aws:runPowerShellScript') throw new Error('the document has no step for Windows');
  return step.inputs.runCommand.join('\n');
}

function agentDocument(
  windows = falcon.windows,
  systems: Record<string, object> = { 'windows-2019': { version: '7.10.0' } },
): CommandDocument {
  const { settings } =
    readConfig({ agents: { falcon: { ...falcon, windows: { ...windows, systems } } } })[0] ?? {};
  const [listed] = listAgentDocuments(settings?.agents ?? {});
  if (listed === undefined) throw new Error('the configuration has no document');
  return buildAgentDocument(listed, {});
}

describe.each([
  ['InstallAgentWindows', () => loadDocument('documents/command/install-agent-windows.yaml')],
  ['the document of an agent', () => agentDocument()],
  ['CustomInventory', () => loadDocument('documents/inventory/custom-inventory.yaml')],
])('the Windows step of %s', (_name, build) => {
  const root = parsePowerShell(scriptOf(build()));

  it('is PowerShell from its first line to its last', () => {
    expect(findBroken(root)).toEqual([]);
  });

  it('keeps every rule of our scripts', () => {
    expect(findFaults(root)).toEqual([]);
  });
});

describe('the document of an agent on Windows', () => {
  it('has room for a configure script of 16 KB', () => {
    mkdirSync('dist', { recursive: true });
    const home = mkdtempSync('dist/power-shell-');
    const line = "Set-Content -Path $env:ProgramData\\Acme\\agent.conf -Value 'x'\n";
    writeFileSync(join(home, 'configure.ps1'), line.repeat(Math.floor(16_384 / line.length)));
    const content = agentDocument({ ...falcon.windows, configure: `${home}/configure.ps1` }, {});
    rmSync(home, { recursive: true });
    expect(Buffer.byteLength(JSON.stringify(content))).toBeLessThan(64 * 1024);
  });
});

describe('a script', () => {
  const end = "$ErrorActionPreference = 'Stop'\n$Outcome = @{ Code = 0 }\nexit $Outcome.Code\n";

  it('may end like this', () => {
    expect(findFaults(parsePowerShell(end))).toEqual([]);
  });

  it.each([
    ['calls Invoke-Expression', 'Invoke-Expression "$Outcome"'],
    ['calls Start-Process', "Start-Process 'x'"],
    ['calls what is computed', '& $Outcome'],
    ['Get-Item has no -Froce', 'Get-Item -Froce x'],
    ['Add-One takes 1 arguments', 'function Add-One($A) { $A }\nAdd-One 1 2'],
    ['Add-One takes 1 arguments', 'function Add-One($A) { $A }\nAdd-One -A 2'],
    ['nothing assigns $Outcom', 'Write-Host $Outcom'],
    ['nothing assigns $Outcom', 'Write-Host "is $Outcom"'],
    ['hides $outcome of the script', 'function Add-One { $outcome = 1 }\nAdd-One'],
    ['hides $Outcome of the script', 'function Add-One($Outcome) { $null = 1 }\nAdd-One 1'],
    ['nothing calls Add-One', 'function Add-One { $null = 1 }'],
    ['exit 3010', 'if ($Outcome) { exit 3010 }'],
    [
      'Stop-Run may end the run inside a try',
      'function Stop-Run { throw }\nfunction Add-One { try { Stop-Run } catch { $null = 1 } }\nAdd-One',
    ],
    [
      'Add-Two may end the run inside a try',
      'function Stop-Run { throw }\nfunction Add-Two { Stop-Run }\nfunction Add-One { try { Add-Two } catch { $null = 1 } }\nAdd-One',
    ],
    ['runs [IO.File]', "$a = [IO.File]::ReadAllText('x')"],
  ])('breaks a rule when it %s', (fault, text) => {
    const [first = '', ...rest] = end.split('\n');
    const faults = findFaults(parsePowerShell([first, rest[0], text, ...rest.slice(1)].join('\n')));
    expect(faults).toEqual(expect.arrayContaining([expect.stringContaining(fault)]));
  });

  it('breaks a rule when it does not end with its outcome, or goes on after errors', () => {
    expect(findFaults(parsePowerShell('$Outcome = 1'))).toEqual([
      'the script does not end with exit $Outcome.Code',
      'errors do not stop the script',
    ]);
  });
});
