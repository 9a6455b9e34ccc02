import { describe, expect, it } from 'vitest';
import { platforms } from '../../../../src/agent/platforms.ts';
import { NotEmulatedError } from '../../../../src/core/service.ts';
import { accountId } from '../../../accounts.ts';
import { list, spec } from '../../ec2/pretend-world.ts';
import { commandOf, invocationsOf, makeWorld, send } from '../command-world.ts';

describe('SendCommand', () => {
  it('two equal calls create two commands', () => {
    const world = makeWorld();
    const ids = world.fleet(spec());
    expect(send(world, ids)).not.toBe(send(world, ids));
  });

  it('new commands may be missing from reads for up to two seconds', () => {
    const world = makeWorld();
    const ids = world.fleet(spec());
    const sent = Array.from({ length: 30 }, () => send(world, ids));
    expect(list(world.call(world.ssm, 'ListCommands'), 'Commands').length).toBeLessThan(30);
    const missing = sent.filter((CommandId) => {
      try {
        world.call(world.ssm, 'GetCommandInvocation', {
          CommandId,
          InstanceId: ids[0],
          PluginName: 'installLinux',
        });
        return false;
      } catch (error) {
        expect(error).toMatchObject({ code: 'InvocationDoesNotExist' });
        return true;
      }
    });
    expect(missing.length).toBeGreaterThan(0);
    world.pass(2);
    expect(list(world.call(world.ssm, 'ListCommands'), 'Commands')).toHaveLength(30);
  });

  it('targets by tag reach the managed instances with that tag', () => {
    const world = makeWorld();
    const [web] = world.fleet(
      spec({ tags: { role: 'web' } }),
      spec({ tags: { role: 'db' } }),
      spec({ tags: { role: 'web' }, registration: { kind: 'never', cause: 'no-agent' } }),
    );
    const commandId = send(world, [], { Targets: [{ Key: 'tag:role', Values: ['web'] }] });
    world.pass(600);
    expect(invocationsOf(world, commandId).map((invocation) => invocation['InstanceId'])).toEqual([web]);
    const nobody = send(world, [], { Targets: [{ Key: 'tag-key', Values: ['none'] }] });
    world.pass(5);
    expect(commandOf(world, nobody)).toMatchObject({ StatusDetails: 'NoInstancesInTag', TargetCount: 0 });
  });

  it.each([
    [{ TimeoutSeconds: 29 }, 'ValidationException'],
    [{ TimeoutSeconds: 2_592_001 }, 'ValidationException'],
    [{ Comment: 'x'.repeat(101) }, 'ValidationException'],
    [{ MaxConcurrency: '0' }, 'ValidationException'],
    [{ MaxErrors: '101%' }, 'ValidationException'],
    [{ DocumentVersion: '0' }, 'ValidationException'],
    [{ InstanceIds: [] }, 'ValidationException'],
    [{ Targets: [{ Key: 'tag:a', Values: ['b'] }] }, 'ValidationException'],
    [{ DocumentName: 'Nothing' }, 'InvalidDocument'],
    [{ DocumentHash: 'abc' }, 'InvalidDocument'],
    [{ DocumentVersion: '2' }, 'InvalidDocumentVersion'],
    [{ Parameters: { Other: ['1'] } }, 'InvalidParameters'],
    [{ Parameters: { Version: ['1; reboot'] } }, 'InvalidParameters'],
    [{ Parameters: { Mode: ['maybe'] } }, 'InvalidParameters'],
    [{ Parameters: { Mode: ['on', 'off'] } }, 'InvalidParameters'],
  ])('refuses %j with %s', (more, code) => {
    const world = makeWorld();
    const InstanceIds = world.fleet(spec());
    const input = { DocumentName: 'Install', InstanceIds, ...more };
    expect(world.refusal(world.ssm, 'SendCommand', input).code).toBe(code);
  });

  it('refuses the whole call for one invalid id, with or without its name', () => {
    const world = makeWorld();
    const [good, unmanaged] = world.fleet(
      spec(),
      spec({ registration: { kind: 'never', cause: 'no-agent' } }),
    );
    const input = { DocumentName: 'Install', InstanceIds: [good, unmanaged] };
    const messages = new Set(
      Array.from({ length: 40 }, () => {
        const { code, message } = world.refusal(world.ssm, 'SendCommand', input);
        expect(code).toBe('InvalidInstanceId');
        return message;
      }),
    );
    expect(messages).toEqual(
      new Set([`Instances [[${unmanaged}]] not in a valid state for account ${accountId}`, '']),
    );
    expect(world.eventsOf('EC2 Command Invocation Status-change Notification')).toEqual([]);
  });

  it('refuses an instance that is terminated or shutting down', () => {
    const world = makeWorld();
    const [id] = world.fleet(spec());
    world.call(world.ec2, 'TerminateInstances', { InstanceIds: [id] });
    const input = { DocumentName: 'Install', InstanceIds: [id] };
    expect(world.refusal(world.ssm, 'SendCommand', input).code).toBe('InvalidInstanceId');
  });

  it('refuses a repeated id, and more than fifty', () => {
    const world = makeWorld();
    const ids = world.fleet(...Array.from({ length: 51 }, () => spec()));
    const codeOf = (InstanceIds: string[]) =>
      world.refusal(world.ssm, 'SendCommand', { DocumentName: 'Install', InstanceIds }).code;
    expect(codeOf([...ids.slice(0, 2), ...ids.slice(0, 1)])).toBe('DuplicateInstanceId');
    expect(codeOf(ids)).toBe('ThrottlingException');
    expect(send(world, ids.slice(0, 50))).toMatch(/^[0-9a-f-]{36}$/);
  });

  it('refuses a document for another platform', () => {
    const world = makeWorld();
    const [id] = world.fleet(spec({ platform: platforms.windowsServer2022 }));
    const input = {
      DocumentName: 'AWS-RunShellScript',
      InstanceIds: [id],
      Parameters: { commands: ['true'] },
    };
    expect(world.refusal(world.ssm, 'SendCommand', input).code).toBe('UnsupportedPlatformType');
  });

  it('refuses unsupported members as not emulated', () => {
    const world = makeWorld();
    const ids = world.fleet(spec());
    const NotificationConfig = { NotificationArn: 'arn:aws:sns:eu-west-1:0:topic' };
    expect(() => send(world, ids, { NotificationConfig })).toThrow(NotEmulatedError);
  });

  it('tells in every answer where the output was to go', () => {
    const world = makeWorld();
    const ids = world.fleet(spec());
    const bucket = { OutputS3BucketName: 'bucket', OutputS3KeyPrefix: 'a/b', OutputS3Region: 'eu-west-1' };
    const CloudWatchOutputConfig = { CloudWatchLogGroupName: '/out', CloudWatchOutputEnabled: true };
    send(world, ids, { ...bucket, CloudWatchOutputConfig });
    world.pass(600);
    const [command] = list(world.call(world.ssm, 'ListCommands', {}), 'Commands');
    expect(command).toMatchObject({ ...bucket, CloudWatchOutputConfig });
    const answer = world.call(world.ssm, 'ListCommandInvocations', { Details: true });
    expect(list(answer, 'CommandInvocations')).toMatchObject([
      { CloudWatchOutputConfig, StandardOutputUrl: '', CommandPlugins: [bucket, bucket] },
    ]);
  });

  it('refuses a bucket and a log group that are none', () => {
    const world = makeWorld();
    const ids = world.fleet(spec());
    const CloudWatchOutputConfig = { CloudWatchLogGroupName: 'a b' };
    for (const input of [{ OutputS3BucketName: 'b' }, { OutputS3Region: 'e' }, { CloudWatchOutputConfig }])
      expect(() => send(world, ids, input)).toThrow('1 validation error detected');
  });

  it('asks IAM about the document and about each instance with its tags', () => {
    const world = makeWorld();
    const [id] = world.fleet(spec({ tags: { team: 'x' } }));
    const context = {
      principal: { kind: 'administrator' } as const,
      requestId: '',
      nowMs: world.timeline.nowMs,
    };
    const authorize = (DocumentName: string) =>
      world.ssm.operations.SendCommand.authorize({ DocumentName, InstanceIds: [id ?? ''] }, context);
    expect(authorize('Install')).toEqual([
      { action: 'ssm:SendCommand', resource: `arn:aws:ssm:eu-west-1:${accountId}:document/Install` },
      {
        action: 'ssm:SendCommand',
        resource: `arn:aws:ec2:eu-west-1:${accountId}:instance/${id}`,
        conditions: { 'ssm:resourceTag/team': 'x', 'aws:ResourceTag/team': 'x' },
      },
    ]);
    expect(authorize('AWS-RunShellScript')?.[0]?.resource).toBe(
      'arn:aws:ssm:eu-west-1::document/AWS-RunShellScript',
    );
  });
});
