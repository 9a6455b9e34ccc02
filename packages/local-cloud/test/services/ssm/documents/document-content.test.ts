import { expect, it } from 'vitest';
import { readCommandDocument } from '../../../../src/services/ssm/documents/document-content.ts';

it('inputs of a step that are a list, which the agent runs one after another, are not emulated', () => {
  const step = { name: 'a', action: 'aws:runShellScript', inputs: [{ runCommand: ['true'] }] };
  expect(() => readCommandDocument({ schemaVersion: '2.2', mainSteps: [step] })).toThrow(
    /inputs of step a that are a list/,
  );
});
