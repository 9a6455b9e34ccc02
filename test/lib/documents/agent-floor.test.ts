import { describe, expect, it } from 'vitest';
import { agentFloor } from '../../../lib/documents/agent-floor.ts';
import { type CommandDocument, loadDocument } from '../../../lib/documents/load-document.ts';

const step = (runCommand: string[], more: { onFailure?: 'exit' | 'successAndExit' } = {}) =>
  ({
    action: 'aws:runShellScript',
    name: 'run',
    precondition: { StringEquals: ['platformType', 'Linux'] },
    inputs: { timeoutSeconds: '60', runCommand, ...more },
  }) satisfies CommandDocument['mainSteps'][number];

describe('the least SSM agent of a document is', () => {
  it('none for a script that ends with codes of its own', () => {
    expect(agentFloor({ mainSteps: [step(['echo 168', 'exit 24'])] })).toBeUndefined();
  });

  it.each(['exit', 'successAndExit'] as const)('3.0.502.0 for onFailure: %s, in any step', (onFailure) => {
    expect(agentFloor({ mainSteps: [step(['true']), step(['true'], { onFailure })] })).toBe('3.0.502.0');
  });

  it.each(['exit 168', '[ -f x ] || exit 169', '  exit  168 ', "exit '169'", 'exit(168)'])(
    '3.0.502.0 for a script with %s',
    (line) => {
      expect(agentFloor({ mainSteps: [step(['true', line])] })).toBe('3.0.502.0');
    },
  );

  it.each(['# exit 168', 'exit 16', 'exit 1680', 'myexit 168'])('none for a script with %s', (line) => {
    expect(agentFloor({ mainSteps: [step([line])] })).toBeUndefined();
  });

  it.each(['command/install-agent-linux', 'inventory/custom-inventory'])(
    'none or 3.0.502.0 for documents/%s.yaml, as its text says',
    (file) => {
      const content = loadDocument(`documents/${file}.yaml`);
      const needs = /onFailure|exit 16[89]/.test(JSON.stringify(content));
      expect(agentFloor(content)).toBe(needs ? '3.0.502.0' : undefined);
    },
  );
});
