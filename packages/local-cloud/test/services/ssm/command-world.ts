import { succeedingScript } from '../../../src/agent/instance-spec.ts';
import { list, PretendWorld, record } from '../ec2/pretend-world.ts';

const INSTALL = {
  schemaVersion: '2.2',
  parameters: {
    Version: { type: 'String', default: '1.0', allowedPattern: '^[0-9.]+$' },
    Mode: { type: 'String', allowedValues: ['on', 'off'], default: 'on' },
  },
  mainSteps: ['Linux', 'Windows'].map((platform) => ({
    name: `install${platform}`,
    action: platform === 'Linux' ? 'aws:runShellScript' : 'aws:runPowerShellScript',
    precondition: { StringEquals: ['platformType', platform] },
    inputs: { timeoutSeconds: '600', runCommand: ['install'] },
  })),
};

/** A world with the document `Install`, which has a step for each platform. */
export function makeWorld(options: ConstructorParameters<typeof PretendWorld>[0] = {}) {
  const world = new PretendWorld(options);
  world.ssm.declareDocument({ Name: 'Install', Content: INSTALL });
  return world;
}

/** Sends `Install` and returns the command's id. */
export function send(world: PretendWorld, InstanceIds: string[], more: object = {}) {
  const answer = world.call(world.ssm, 'SendCommand', { DocumentName: 'Install', InstanceIds, ...more });
  return String(record(answer, 'Command')['CommandId']);
}

/** The command as ListCommands shows it. */
export function commandOf(world: PretendWorld, CommandId: string) {
  return list(world.call(world.ssm, 'ListCommands', { CommandId }), 'Commands')[0] ?? {};
}

/** The command's invocations as ListCommandInvocations shows them. */
export function invocationsOf(world: PretendWorld, CommandId: string, more: object = {}) {
  return list(world.call(world.ssm, 'ListCommandInvocations', { CommandId, ...more }), 'CommandInvocations');
}

/** The invocations' StatusDetails. */
export function detailsOf(world: PretendWorld, commandId: string) {
  return invocationsOf(world, commandId).map((invocation) => invocation['StatusDetails']);
}

/** Changes the script of a spec. */
export const script = (changes: object) => ({ script: { ...succeedingScript, ...changes } });
