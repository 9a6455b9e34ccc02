import { describe, expect, it } from 'vitest';
import { list, spec } from '../../ec2/pretend-world.ts';
import { commandOf, makeWorld, script, send } from '../command-world.ts';

describe('reading commands', () => {
  it('lists newest first, in pages that contain every command once', () => {
    const world = makeWorld();
    const ids = world.fleet(spec());
    const sent = Array.from({ length: 7 }, () => {
      world.pass(5);
      return send(world, ids);
    });
    world.pass(5);
    const first = world.call(world.ssm, 'ListCommands', { MaxResults: 4 });
    const second = world.call(world.ssm, 'ListCommands', { MaxResults: 4, NextToken: first['NextToken'] });
    expect(second['NextToken']).toBeUndefined();
    const seen = [...list(first, 'Commands'), ...list(second, 'Commands')].map(
      (command) => command['CommandId'],
    );
    expect(seen).toEqual(sent.reverse());
    const page = world.call(world.ssm, 'ListCommandInvocations', { InstanceId: ids[0], MaxResults: 5 });
    const rest = world.call(world.ssm, 'ListCommandInvocations', {
      InstanceId: ids[0],
      MaxResults: 5,
      NextToken: page['NextToken'],
    });
    expect(
      [...list(page, 'CommandInvocations'), ...list(rest, 'CommandInvocations')].map((i) => i['CommandId']),
    ).toEqual(sent);
  });

  it('filters by status, document, time and stage', () => {
    const world = makeWorld();
    const ids = world.fleet(spec(script({ exitCodes: [1] })));
    const early = send(world, ids);
    world.pass(400);
    const time = new Date(world.timeline.nowMs).toISOString();
    world.pass(1);
    const late = send(world, ids);
    world.pass(5);
    const found = (key: string, value: string) =>
      list(world.call(world.ssm, 'ListCommands', { Filters: [{ key, value }] }), 'Commands').map(
        (command) => command['CommandId'],
      );
    expect(found('Status', 'Failed')).toEqual([early]);
    expect(found('ExecutionStage', 'Executing')).toEqual([late]);
    expect(found('InvokedAfter', time)).toEqual([late]);
    expect(found('InvokedBefore', time)).toEqual([early]);
    expect(found('DocumentName', 'Other')).toEqual([]);
  });

  it('shows the results of an instance that EC2 no longer has, with its former name', () => {
    const world = makeWorld();
    const tags = { Name: 'web-1' };
    const [id = ''] = world.fleet(spec({ tags, ...script({ standardOutput: 'done', exitCodes: [3] }) }));
    const CommandId = send(world, [id]);
    world.pass(600);
    const input = { CommandId, Details: true };
    const before = world.call(world.ssm, 'ListCommandInvocations', input);
    world.call(world.ec2, 'TerminateInstances', { InstanceIds: [id] });
    world.pass(2 * 60 * 60);
    expect(world.call(world.ssm, 'ListCommandInvocations', input)).toEqual(before);
    expect(list(before, 'CommandInvocations')).toMatchObject([{ InstanceId: id, InstanceName: 'web-1' }]);
  });

  it('GetCommandInvocation requires a step name for a document with several steps', () => {
    const world = makeWorld();
    const [InstanceId = ''] = world.fleet(spec(script({ exitCodes: [23] })));
    const CommandId = send(world, [InstanceId]);
    world.pass(600);
    const input = { CommandId, InstanceId };
    expect(world.refusal(world.ssm, 'GetCommandInvocation', input).code).toBe('InvalidPluginName');
    expect(
      world.call(world.ssm, 'GetCommandInvocation', { ...input, PluginName: 'installLinux' }),
    ).toMatchObject({
      ResponseCode: 23,
      Status: 'Failed',
      StandardErrorContent: 'failed to run commands: exit status 23',
    });
  });

  it('forgets commands after thirty days', () => {
    const world = makeWorld();
    const commandId = send(world, world.fleet(spec()));
    world.pass(29 * 86_400);
    expect(commandOf(world, commandId)).toMatchObject({ Status: 'Success' });
    world.pass(86_400);
    expect(world.refusal(world.ssm, 'ListCommands', { CommandId: commandId }).code).toBe('InvalidCommandId');
  });

  it.each([
    ['ListCommands', { MaxResults: 51 }, 'ValidationException'],
    ['ListCommandInvocations', { MaxResults: 0 }, 'ValidationException'],
    [
      'ListCommandInvocations',
      { Filters: [{ key: 'ExecutionStage', value: 'Complete' }] },
      'InvalidFilterKey',
    ],
    ['ListCommands', { Filters: [{ key: 'InvokedAfter', value: 'yesterday' }] }, 'InvalidFilterValue'],
    ['CancelCommand', { CommandId: '00000000-0000-4000-8000-000000000000' }, 'InvalidCommandId'],
  ])('refuses %s %j with %s', (name, input, code) => {
    const world = makeWorld();
    expect(world.refusal(world.ssm, name, input).code).toBe(code);
  });
});
