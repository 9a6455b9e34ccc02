import { describe, expect, it } from 'vitest';
import { NotEmulatedError } from '../../../../src/core/service.ts';
import { PretendWorld, record, spec } from '../../ec2/pretend-world.ts';

const calls = (Name: string): readonly (readonly [string, object])[] => [
  ['DescribeDocument', { Name }],
  ['GetDocument', { Name }],
  ['ListDocumentVersions', { Name }],
  ['SendCommand', { DocumentName: Name, InstanceIds: ['i-00000000000000001'] }],
];

describe('a document that AWS has', () => {
  it.each([
    'AWS-RunPatchBaselineWithHooks',
    'AWS-ConfigureAWSPackage',
    'AWS-UpdateSSMAgent',
    'AWS-StartSSHSession',
    'AWS-StopEC2Instance',
    'AWSEC2-CreateVssSnapshot',
    'AWSFIS-Run-CPU-Stress',
    'AWSSupport-TroubleshootSSH',
    'AmazonCloudWatch-ManageAgent',
    'arn:aws:ssm:eu-west-1::document/AWS-RunRemoteScript',
  ])('is not emulated, and each call says so: %s', (name) => {
    const world = new PretendWorld();
    const said = name.replace(/^.*\//, '');
    for (const [operation, input] of calls(name)) {
      expect(() => world.call(world.ssm, operation, input), operation).toThrow(NotEmulatedError);
      expect(() => world.call(world.ssm, operation, input), operation).toThrow(said);
    }
  });

  it.each([
    'AWS-NoSuchDocument',
    'AWS-',
    'AmazonCloudWatch-None',
    'Amazon-None',
    'AWS-runpatchbaseline',
    'None',
  ])('refuses the name that AWS does not have either: %s', (name) => {
    const world = new PretendWorld();
    for (const [operation, input] of calls(name))
      expect(world.refusal(world.ssm, operation, input).code, operation).toBe('InvalidDocument');
  });

  it('works when it is declared here', () => {
    const world = new PretendWorld();
    const ids = world.fleet(spec());
    const input = {
      DocumentName: 'AWS-RunShellScript',
      InstanceIds: ids,
      Parameters: { commands: ['true'] },
    };
    expect(record(world.call(world.ssm, 'SendCommand', input), 'Command')).toMatchObject({
      DocumentName: 'AWS-RunShellScript',
    });
  });
});
