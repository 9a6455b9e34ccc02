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

/** The parameters of the document that patches (user guide, "AWS-RunPatchBaseline"). */
const PATCH_PARAMETERS = {
  Operation: { type: 'String', allowedValues: ['Scan', 'Install'] },
  AssociationId: { type: 'String', default: '' },
  SnapshotId: {
    type: 'String',
    default: '',
    allowedPattern: '(^$)|^[0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{12}$',
  },
  InstallOverrideList: { type: 'String', default: '' },
  BaselineOverride: { type: 'String', default: '' },
  RebootOption: {
    type: 'String',
    default: 'RebootIfNeeded',
    allowedValues: ['RebootIfNeeded', 'NoReboot'],
  },
};

/**
 * Declares the AWS documents that users of the command line expect. Their steps are those of AWS, and their scripts are
 * not. The output and the exit code of a script depend on the instance, not on the command.
 */
export function declareOwnedDocuments(store: DocumentStore): void {
  declare(store, 'AWS-RunShellScript', runsCommands('aws:runShellScript'));
  declare(store, 'AWS-RunPowerShellScript', runsCommands('aws:runPowerShellScript'));
  declare(store, 'AWS-RunPatchBaseline', {
    schemaVersion: '2.2',
    description:
      'Scans for or installs patches from a patch baseline to a Linux or Windows operating system.',
    parameters: PATCH_PARAMETERS,
    mainSteps: [
      patches('PatchWindows', 'Windows', 'aws:runPowerShellScript'),
      patches('PatchMacOS', 'MacOS', 'aws:runShellScript'),
      patches('PatchLinux', 'Linux', 'aws:runShellScript'),
    ],
  });
}

function runsCommands(action: string): object {
  const properties = {
    id: '0.aws:script',
    runCommand: '{{ commands }}',
    workingDirectory: '{{ workingDirectory }}',
    timeoutSeconds: '{{ executionTimeout }}',
  };
  return {
    schemaVersion: '1.2',
    description: 'Run a script or specify the commands to run.',
    parameters: SCRIPT_PARAMETERS,
    runtimeConfig: { [action]: { properties: [properties] } },
  };
}

/** A step that stands for the installation of patches on a platform. */
function patches(name: string, platform: string, action: string): object {
  const runCommand = ['# {{ Operation }} {{ RebootOption }} {{ SnapshotId }}'];
  return {
    ...{ name, action, precondition: { StringEquals: ['platformType', platform] } },
    inputs: { timeoutSeconds: 7200, runCommand },
  };
}

function declare(store: DocumentStore, name: string, content: object): void {
  store.create(
    { name, type: 'Command', targetType: undefined, owner: 'Amazon', tags: new Map() },
    { content: JSON.stringify(content), format: 'JSON', versionName: undefined },
  );
}
