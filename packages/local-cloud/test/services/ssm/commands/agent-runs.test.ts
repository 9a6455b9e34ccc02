import { describe, expect, it } from 'vitest';
import { list, type PretendWorld, spec } from '../../ec2/pretend-world.ts';
import { commandOf, detailsOf, invocationsOf, makeWorld, script, send } from '../command-world.ts';

const shell = (name: string, inputs: object = {}) => ({
  name,
  action: 'aws:runShellScript',
  inputs: { runCommand: ['true'], ...inputs },
});
const exactly = (seconds: number, changes: object = {}) =>
  spec(script({ durationSeconds: { min: seconds, max: seconds }, ...changes }));

/** Sends a document of these steps to one instance, and gives the ids. */
function sendSteps(world: PretendWorld, steps: object[], instance = exactly(100)) {
  world.ssm.declareDocument({ Name: 'Steps', Content: { schemaVersion: '2.2', mainSteps: steps } });
  const [id = ''] = world.fleet(instance);
  return { id, commandId: send(world, [id], { DocumentName: 'Steps' }) };
}

function pluginsOf(world: PretendWorld, commandId: string) {
  const [invocation = {}] = invocationsOf(world, commandId, { Details: true });
  return list(invocation, 'CommandPlugins');
}

const ends = (world: PretendWorld, commandId: string) =>
  pluginsOf(world, commandId).map(
    (plugin) => `${plugin['Name']} ${plugin['Status']}/${plugin['ResponseCode']}`,
  );

describe('what the service shows of an invocation', () => {
  it('are the steps that have ended, while the document runs', () => {
    const world = makeWorld();
    const { id, commandId } = sendSteps(world, [shell('first'), shell('last')]);
    world.pass(150);
    expect(detailsOf(world, commandId)).toEqual(['InProgress']);
    expect(ends(world, commandId)).toEqual(['first Success/0', 'last InProgress/-1']);
    const input = { CommandId: commandId, InstanceId: id, PluginName: 'first' };
    expect(world.call(world.ssm, 'GetCommandInvocation', input)).toMatchObject({ Status: 'Success' });
    world.pass(100);
    expect(ends(world, commandId)).toEqual(['first Success/0', 'last Success/0']);
  });

  it('is the sentence of a step that was skipped after an exit', () => {
    const world = makeWorld();
    const steps = [shell('a', { onFailure: 'exit' }), shell('b')];
    const { commandId } = sendSteps(world, steps, exactly(10, { exitCodes: [23] }));
    world.pass(60);
    expect(ends(world, commandId)).toEqual(['a Failed/23', 'b Success/0']);
    expect(pluginsOf(world, commandId)[1]?.['Output']).toContain('skipped due to prior step');
  });

  it('is 194 during a reboot, and afterwards the output of both runs', () => {
    const world = makeWorld();
    const { commandId } = sendSteps(
      world,
      [shell('a')],
      exactly(20, { exitCodes: [194, 0], standardOutput: 'x\n' }),
    );
    world.pass(60);
    expect(detailsOf(world, commandId)).toEqual(['InProgress']);
    expect(ends(world, commandId)).toEqual(['a InProgress/194']);
    world.pass(100);
    expect(ends(world, commandId)).toEqual(['a Success/0']);
    expect(pluginsOf(world, commandId)[0]?.['Output']).toBe('x\nx\n');
  });

  it('is one entry for two steps of one name, which needs no name to be read', () => {
    const world = makeWorld();
    const { id, commandId } = sendSteps(
      world,
      [shell('a'), shell('a')],
      exactly(10, { exitCodes: [5, 0], standardOutput: 'x' }),
    );
    world.pass(60);
    expect(ends(world, commandId)).toEqual(['a Success/0']);
    const input = { CommandId: commandId, InstanceId: id };
    expect(world.call(world.ssm, 'GetCommandInvocation', input)).toMatchObject({
      StandardOutputContent: 'xx',
    });
  });

  it('are 2,500 characters of both streams, or 24,000 of one and 8,000 of the other', () => {
    const world = makeWorld();
    const printed = { standardOutput: 'o'.repeat(30_000), standardError: 'e'.repeat(30_000) };
    const { id, commandId } = sendSteps(world, [shell('a')], exactly(10, printed));
    world.pass(60);
    const output = String(pluginsOf(world, commandId)[0]?.['Output']);
    expect(output).toHaveLength(2500);
    expect(output).toMatch(/Output truncated.*ERROR.*Error truncated/s);
    const answer = world.call(world.ssm, 'GetCommandInvocation', { CommandId: commandId, InstanceId: id });
    expect(answer['StandardOutputContent']).toMatch(/^o{23980}--output truncated--$/);
    expect(answer['StandardErrorContent']).toBe('e'.repeat(8000));
  });

  it('is the first step with the words of the agent when the document worker was killed', () => {
    const world = makeWorld();
    const { commandId } = sendSteps(
      world,
      [shell('a'), shell('b')],
      exactly(100, { ending: 'worker-killed' }),
    );
    world.pass(105);
    expect(detailsOf(world, commandId)).toEqual(['InProgress']);
    world.pass(30);
    expect(detailsOf(world, commandId)).toEqual(['Failed']);
    expect(ends(world, commandId)).toEqual(['a Failed/1', 'b Failed/-1']);
    expect(pluginsOf(world, commandId)[0]?.['Output']).toMatch(/^document process failed unexpectedly/);
  });

  it('is no step of a document that the agent refuses', () => {
    const world = makeWorld();
    const parameters = { v: { type: 'String', default: 'a', allowedPattern: '^(?=a)' } };
    const Content = { schemaVersion: '2.2', parameters, mainSteps: [shell('a')] };
    world.ssm.declareDocument({ Name: 'Refused', Content });
    const commandId = send(world, world.fleet(spec()), { DocumentName: 'Refused' });
    world.pass(10);
    expect(detailsOf(world, commandId)).toEqual(['Failed']);
    expect(ends(world, commandId)).toEqual(['a Failed/-1']);
  });

  it('stays what was reported when the agent falls silent', () => {
    const world = makeWorld();
    const { id, commandId } = sendSteps(world, [shell('a'), shell('b'), shell('c')]);
    world.pass(150);
    world.call(world.ec2, 'StopInstances', { InstanceIds: [id] });
    world.pass(10 * 86_400);
    expect(detailsOf(world, commandId)).toEqual(['DeliveryTimedOut']);
    expect(ends(world, commandId)).toEqual(['a Success/0', 'b TimedOut/-1', 'c TimedOut/-1']);
  });

  it('is the same when the nested document that ran is gone', () => {
    const world = makeWorld();
    const Content = { schemaVersion: '2.2', mainSteps: [shell('x')] };
    world.ssm.declareDocument({ Name: 'Inner', Content });
    const inputs = { documentType: 'SSMDocument', documentPath: 'Inner' };
    const outer = { name: 'outer', action: 'aws:runDocument', inputs };
    const { commandId } = sendSteps(world, [outer], exactly(10, { standardOutput: 'out' }));
    world.pass(60);
    world.call(world.ssm, 'DeleteDocument', { Name: 'Inner' });
    expect(ends(world, commandId)).toEqual(['outer Success/0']);
    expect(pluginsOf(world, commandId)[0]?.['Output']).toBe('out');
  });
});

describe('cancelling', () => {
  it('kills the running step with 137, keeps its output, and ends the following with 1', () => {
    const world = makeWorld();
    const { commandId } = sendSteps(
      world,
      [shell('a'), shell('b'), shell('c')],
      exactly(100, { standardOutput: 'so far' }),
    );
    world.pass(150);
    world.call(world.ssm, 'CancelCommand', { CommandId: commandId });
    expect(detailsOf(world, commandId)).toEqual(['Cancelling']);
    world.pass(10);
    expect(detailsOf(world, commandId)).toEqual(['Cancelled']);
    expect(ends(world, commandId)).toEqual(['a Success/0', 'b Cancelled/137', 'c Cancelled/1']);
    expect(pluginsOf(world, commandId)[1]?.['Output']).toBe('so far');
    expect(world.timeline.nextMs).toBeUndefined();
  });

  it('that comes after the end of the run finds what the run came to', () => {
    const world = makeWorld();
    const { commandId } = sendSteps(world, [shell('a')], exactly(100));
    const events = () => world.eventsOf('EC2 Command Invocation Status-change Notification').length;
    while (events() === 0) world.pass(0.01);
    world.pass(99.95);
    world.call(world.ssm, 'CancelCommand', { CommandId: commandId });
    world.pass(10);
    expect(detailsOf(world, commandId)).toEqual(['Success']);
  });
});

describe('an agent that gets many orders', () => {
  it('runs five, lets five wait, and refuses the rest, which are sent again', () => {
    const world = makeWorld();
    const ids = world.fleet(exactly(100));
    const commands = Array.from({ length: 13 }, () => send(world, ids));
    world.pass(5);
    const count = (details: string) =>
      commands.filter((commandId) => detailsOf(world, commandId)[0] === details).length;
    const begun = () =>
      commands.filter((CommandId) => {
        const input = { CommandId, InstanceId: ids[0], PluginName: 'installLinux' };
        return world.call(world.ssm, 'GetCommandInvocation', input)['ExecutionStartDateTime'] !== '';
      }).length;
    expect([count('InProgress'), count('Delayed'), begun()]).toEqual([10, 3, 5]);
    world.pass(110);
    expect([count('Success'), begun()]).toEqual([5, 10]);
    world.pass(400);
    expect(count('Success')).toBe(13);
    expect(world.timeline.nextMs).toBeUndefined();
  });

  it('refuses all while other documents fill it, and takes one that is sent again afterwards', () => {
    const world = makeWorld();
    const ids = world.fleet({ ...exactly(30), lifecycle: { agentBusyForSeconds: 1200 } });
    const commandId = send(world, ids);
    world.pass(500);
    expect(detailsOf(world, commandId)).toEqual(['Delayed']);
    world.pass(250);
    expect(detailsOf(world, commandId)).toEqual(['Success']);
  });

  it('has a free place when one of those that wait is cancelled', () => {
    const world = makeWorld();
    const ids = world.fleet(exactly(400));
    const commands = Array.from({ length: 10 }, () => send(world, ids));
    world.pass(5);
    const waits = (CommandId: string) =>
      world.call(world.ssm, 'GetCommandInvocation', {
        ...{ CommandId, InstanceId: ids[0], PluginName: 'installLinux' },
      })['ExecutionStartDateTime'] === '';
    world.call(world.ssm, 'CancelCommand', { CommandId: commands.find(waits) });
    world.pass(5);
    const next = send(world, ids);
    world.pass(5);
    expect(detailsOf(world, next)).toEqual(['InProgress']);
  });

  it('forgets one that was cancelled while it waited', () => {
    const world = makeWorld();
    const ids = world.fleet(exactly(100));
    const running = Array.from({ length: 5 }, () => send(world, ids));
    world.pass(4);
    const waiting = send(world, ids);
    world.pass(4);
    expect(detailsOf(world, waiting)).toEqual(['InProgress']);
    world.call(world.ssm, 'CancelCommand', { CommandId: waiting });
    world.pass(4);
    expect(commandOf(world, waiting)).toMatchObject({ Status: 'Cancelled' });
    world.pass(200);
    expect(running.flatMap((commandId) => detailsOf(world, commandId))).toEqual(Array(5).fill('Success'));
    expect(ends(world, waiting)).toEqual(['installLinux Cancelled/-1', 'installWindows Cancelled/-1']);
  });

  it('has nothing more to do when it starts anew', () => {
    const world = makeWorld();
    const ids = world.fleet(exactly(400));
    for (let n = 0; n < 10; n++) send(world, ids);
    world.pass(10);
    world.call(world.ec2, 'StopInstances', { InstanceIds: ids });
    world.pass(120);
    world.call(world.ec2, 'StartInstances', { InstanceIds: ids });
    world.pass(300);
    const fresh = send(world, ids);
    world.pass(410);
    expect(detailsOf(world, fresh)).toEqual(['Success']);
  });
});

describe('an instance whose tags say what its scripts do', () => {
  const tag = (world: PretendWorld, id: string, Key: string, Value: string) =>
    world.call(world.ec2, 'CreateTags', { Resources: [id], Tags: [{ Key, Value }] });
  const details = (world: PretendWorld, CommandId: string, InstanceId: string) =>
    world.call(world.ssm, 'GetCommandInvocation', { CommandId, InstanceId, PluginName: 'installLinux' });

  it('answers that from the next command on, and a command that has ended stays what it was', () => {
    const world = makeWorld();
    const [id = ''] = world.fleet(exactly(30));
    const before = send(world, [id]);
    world.pass(40);
    tag(world, id, 'local-cloud:exit-code', '3');
    tag(world, id, 'local-cloud:output', 'hello');
    tag(world, id, 'local-cloud:seconds', '100');
    const after = send(world, [id]);
    world.pass(90);
    expect(detailsOf(world, after)).toEqual(['InProgress']);
    world.pass(20);
    const failed = { Status: 'Failed', ResponseCode: 3, StandardOutputContent: 'hello\n' };
    expect(details(world, after, id)).toMatchObject(failed);
    expect(details(world, before, id)).toMatchObject({ Status: 'Success', StandardOutputContent: '' });
    world.call(world.ec2, 'DeleteTags', { Resources: [id] });
    const last = send(world, [id]);
    world.pass(40);
    expect(detailsOf(world, last)).toEqual(['Success']);
    expect(details(world, after, id)).toMatchObject(failed);
  });

  it('refuses a tag that says nothing', () => {
    const world = makeWorld();
    const [id = ''] = world.fleet(exactly(30));
    expect(
      world.refusal(world.ec2, 'CreateTags', {
        Resources: [id],
        Tags: [{ Key: 'local-cloud:exit-code', Value: 'three' }],
      }),
    ).toMatchObject({ code: 'InvalidParameterValue' });
  });
});
