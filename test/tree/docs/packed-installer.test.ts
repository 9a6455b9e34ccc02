import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import {
  buildAgentDocument,
  listAgentDocuments,
} from '../../../lib/capabilities/onboarding/agents/agent-document.ts';
import { readConfig } from '../../../lib/configuration/config.ts';
import { readScript } from '../../../lib/documents/script-parts.ts';
import { falconOnLinux } from '../../lib/capabilities/onboarding/agents/falcon.ts';

/** The command in docs/agents/README.md, after the AWS CLI and jq, which give the lines of the script. */
function documentedCommand(): string {
  const page = readFileSync('docs/agents/README.md', 'utf8');
  const [, command = ''] = /^ {2}jq -r '[^']*' \| (.*?)\n```/ms.exec(page) ?? [];
  expect(command).toContain('base64 -d');
  return command;
}

describe('the installer in a document', () => {
  it('is printed by the command in the documentation, whatever scripts of the user stand before it', () => {
    const agents = { falcon: falconOnLinux({ configure: 'agents/falcon-configure.sh' }) };
    const [listed] = listAgentDocuments(readConfig({ agents })[0]?.settings.agents ?? {});
    if (listed === undefined) throw new Error('the configuration has no document');
    const [step] = buildAgentDocument(listed, {}).mainSteps;
    const lines = step !== undefined && 'runCommand' in step.inputs ? step.inputs.runCommand : [];
    const printed = execFileSync('sh', ['-c', documentedCommand()], {
      input: `${lines.join('\n')}\n`,
      encoding: 'utf8',
    });
    const script = readScript(['linux/say.sh']);
    const [first = ''] = 'lines' in script ? script.lines : [];
    expect(first).not.toBe('');
    expect(printed.split('\n')).toContain(first);
    expect(printed.trimEnd().split('\n').at(-1)).toBe('main');
  });
});
