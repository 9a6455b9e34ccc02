import { spawnSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import {
  buildAgentDocument,
  listAgentDocuments,
} from '../../lib/capabilities/onboarding/agents/agent-document.ts';
import { readConfig } from '../../lib/configuration/config.ts';
import { type CommandDocument, loadDocument } from '../../lib/documents/load-document.ts';
import { findProgram } from '../documents/scripts/programs.ts';
import { findBroken, parsePowerShell } from '../documents/scripts/windows/power-shell.ts';
import { findFaults } from './power-shell-rules.ts';

const folder = join('documents', 'scripts');
const files = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((file) =>
  file.endsWith('.ps1'),
);

const isInstalled = findProgram('pwsh') !== undefined;
if (!isInstalled)
  process.stderr.write('the PowerShell scripts are parsed, and not run: pwsh is not installed here\n');

describe.each(files)('%s', (file) => {
  const text = readFileSync(join(folder, file), 'utf8');

  it('is PowerShell from its first line to its last', () => {
    expect(findBroken(parsePowerShell(text))).toEqual([]);
  });

  it('is plain ASCII, which Windows PowerShell reads alike in every code page', () => {
    expect(text).toMatch(/^[\n -~]*$/);
  });

  it('has no text of several lines, because documents leave its indentation out', () => {
    expect(text).not.toMatch(/@['"]\n|<#|`\n/);
  });

  it.runIf(isInstalled)('is read by PowerShell without a complaint', () => {
    const script = `$e = $null; [void][Management.Automation.Language.Parser]::ParseFile('${join(folder, file)}', [ref]$null, [ref]$e); $e`;
    const { status, stdout, stderr } = spawnSync('pwsh', ['-NoProfile', '-Command', script], {
      encoding: 'utf8',
    });
    expect({ status, text: stdout + stderr }).toEqual({ status: 0, text: '' });
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
    systems: { 'windows-2019': { version: '7.10.0' } },
  },
};

/** The script of the Windows step of a document, as a node runs it. */
function scriptOf({ mainSteps }: CommandDocument): string {
  const step = mainSteps.find(({ action }) => action === 'aws:runPowerShellScript');
  if (step?.action !== 'aws:runPowerShellScript') throw new Error('the document has no step for Windows');
  return step.inputs.runCommand.join('\n');
}

function agentDocument(): CommandDocument {
  const [listed] = listAgentDocuments(readConfig({ agents: { falcon } })[0]?.settings.agents ?? {});
  if (listed === undefined) throw new Error('the configuration has no document');
  return buildAgentDocument(listed, {});
}

describe.each([
  ['InstallAgentWindows', () => loadDocument('documents/command/install-agent-windows.yaml')],
  ['the document of an agent', agentDocument],
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
