import { describe, expect, it } from 'vitest';
import {
  isCommandOfAws,
  otherKindOf,
  requiredParametersOf,
} from '../../../lib/documents/aws-document-kinds.ts';
import { problemsOf } from '../configuration/config-problems.ts';

const inWindow = (fields: object) => ({
  patching: {
    windows: { w: { schedule: 'rate(7 days)', targets: { all: true }, operation: 'Install', ...fields } },
  },
});
const runbook =
  'a Command document; this is a runbook of Automation, which tasks of windows (automation) and remediation start';

describe('a document of AWS', () => {
  it.each([
    'AWS-StopEC2Instance',
    'AWS-RestartEC2Instance',
    'AWS-CreateImage',
    'AWS-UpdateLinuxAmi',
    'AWS-PatchInstanceWithRollback',
    'AWS-SetupInventory',
    'AWS-ConfigureS3BucketLogging',
    'AWSSupport-ExecuteEC2Rescue',
    'AWSConfigRemediation-DeleteDynamoDbTable',
    'AWSEC2-CloneInstanceAndUpgradeWindows',
  ])('is a runbook: %s', (name) => {
    expect(otherKindOf(name)).toBe('Automation');
    expect(isCommandOfAws(name)).toBe(false);
  });

  it.each([
    'AWS-RunShellScript',
    'AWS-RunPowerShellScript',
    'AWS-RunPatchBaseline',
    'AWS-RunRemoteScript',
    'AWS-ConfigureAWSPackage',
    'AWS-ConfigureDocker',
    'AWS-ApplyAnsiblePlaybooks',
    'AWS-ApplyChefRecipes',
    'AWS-GatherSoftwareInventory',
    'AWS-InstallMissingWindowsUpdates',
    'AWS-RefreshAssociation',
    'AWS-UpdateSSMAgent',
    'AmazonCloudWatch-ManageAgent',
    'AWSSupport-RunEC2RescueForWindowsTool',
  ])('is a Command document: %s', (name) => {
    expect(otherKindOf(name)).toBeUndefined();
    expect(isCommandOfAws(name)).toBe(true);
  });

  it('is for sessions when only a session starts it', () => {
    expect(otherKindOf('AWS-StartPortForwardingSession')).toBe('Session');
    expect(otherKindOf('AWS-StartEC2Instance')).toBe('Automation');
  });

  it('is taken as it is when nothing is known of it', () => {
    expect(otherKindOf('AWS-SomethingNew')).toBeUndefined();
    expect(isCommandOfAws('AWS-SomethingNew')).toBe(false);
    expect(requiredParametersOf('AWS-SomethingNew')).toEqual([]);
    expect(otherKindOf('Example-StopEC2Instance')).toBeUndefined();
  });

  it('requires parameters', () => {
    expect(requiredParametersOf('AWS-ConfigureAWSPackage')).toEqual(['action', 'name']);
  });
});

describe('a runbook is refused', () => {
  it.each([
    ['in a hook', inWindow({ hooks: { onExit: 'AWS-StartEC2Instance' } }), 'patching.windows.w.hooks.onExit'],
    [
      'in a profile',
      { profiles: [{ name: 'all', documents: { Linux: { document: 'AWS-StartEC2Instance' } } }] },
      'profiles[0].documents.Linux.document',
    ],
    ['in roll-outs', { rolloutDocuments: ['AWS-StartEC2Instance'] }, 'rolloutDocuments[0]'],
  ])('%s', (_, input, field) => {
    expect(problemsOf(input)).toEqual([`${field}: received "AWS-StartEC2Instance"; allowed: ${runbook}`]);
  });

  it('where it is needed, when it is a Command document', () => {
    const tasks = { t: { automation: { document: 'AWS-RunShellScript' } } };
    expect(problemsOf(inWindow({ tasks }))).toEqual([
      'patching.windows.w.tasks.t.automation.document: received "AWS-RunShellScript"; allowed: a runbook of Automation; ' +
        'nodes run this document by a command, and no automation starts it',
    ]);
    expect(problemsOf(inWindow({ tasks: { t: { automation: { document: 'AWS-CreateImage' } } } }))).toEqual(
      [],
    );
  });
});
