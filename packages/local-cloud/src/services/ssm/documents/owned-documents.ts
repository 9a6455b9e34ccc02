import type { DocumentStore } from './document-store.ts';

const SCRIPT_PARAMETERS = {
  commands: { type: 'StringList', minItems: 1 },
  workingDirectory: { type: 'String', default: '', maxChars: 4096 },
  executionTimeout: {
    type: 'String',
    default: '3600',
    allowedPattern: '([1-9][0-9]{0,4})|(1[0-6][0-9]{4})|(17[0-1][0-9]{3})|(172[0-7][0-9]{2})|(172800)',
  },
};

/**
 * Declares the two AWS documents that users of the command line expect. Their steps are those of AWS. The output and
 * the exit code of a script depend on the instance, not on the command.
 */
export function declareOwnedDocuments(store: DocumentStore): void {
  for (const [name, action] of [
    ['AWS-RunShellScript', 'aws:runShellScript'],
    ['AWS-RunPowerShellScript', 'aws:runPowerShellScript'],
  ] as const) {
    const properties = {
      id: '0.aws:script',
      runCommand: '{{ commands }}',
      workingDirectory: '{{ workingDirectory }}',
      timeoutSeconds: '{{ executionTimeout }}',
    };
    const content = {
      schemaVersion: '1.2',
      description: 'Run a script or specify the commands to run.',
      parameters: SCRIPT_PARAMETERS,
      runtimeConfig: { [action]: { properties: [properties] } },
    };
    store.create(
      { name, type: 'Command', targetType: undefined, owner: 'Amazon', tags: new Map() },
      { content: JSON.stringify(content), format: 'JSON', versionName: undefined },
    );
  }
}
