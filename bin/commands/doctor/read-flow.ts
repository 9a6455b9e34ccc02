import { callsAtOnce, mapConcurrently } from '../../../lambdas/shared/clients/map-concurrently.ts';
import type { ClientSettings } from '../../account/connection.ts';
import { absentAs } from './absent-as.ts';
import type { SeenRole, SeenTrigger } from './judge-flow.ts';
import type { StackPart } from './read-deployed-stacks.ts';

type State = { readonly State?: string | undefined };

/** The mappings, rules and schedules among the resources of a stack. */
export async function readTriggers(
  settings: ClientSettings,
  parts: readonly StackPart[],
): Promise<SeenTrigger[]> {
  const [lambda, events, scheduler] = await Promise.all([
    import('@aws-sdk/client-lambda'),
    import('@aws-sdk/client-eventbridge'),
    import('@aws-sdk/client-scheduler'),
  ]);
  const clients = {
    mappings: new lambda.LambdaClient(settings),
    rules: new events.EventBridgeClient(settings),
    schedules: new scheduler.SchedulerClient(settings),
  };
  const kinds: Readonly<Record<string, readonly [SeenTrigger['kind'], (id: string) => Promise<State>]>> = {
    'AWS::Lambda::EventSourceMapping': [
      'mapping',
      (UUID) => clients.mappings.send(new lambda.GetEventSourceMappingCommand({ UUID })),
    ],
    'AWS::Events::Rule': ['rule', (Name) => clients.rules.send(new events.DescribeRuleCommand({ Name }))],
    'AWS::Scheduler::Schedule': [
      'schedule',
      (Name) => clients.schedules.send(new scheduler.GetScheduleCommand({ Name })),
    ],
  };
  const triggers = parts.filter(({ type }) => Object.hasOwn(kinds, type));
  const seen = await mapConcurrently(triggers, callsAtOnce, async ({ type, id: name }) => {
    const [kind, read] = kinds[type] ?? [];
    if (kind === undefined || read === undefined) return [];
    const { State: state } = await absentAs<State>({}, read(name));
    return [{ kind, name, state }];
  });
  return seen.flat();
}

/** The roles and instance profiles among the resources of a stack. */
export async function readRoles(settings: ClientSettings, parts: readonly StackPart[]): Promise<SeenRole[]> {
  const { GetInstanceProfileCommand, GetRoleCommand, IAMClient } = await import('@aws-sdk/client-iam');
  const client = new IAMClient(settings);
  const meant = parts.filter(({ type }) => type === 'AWS::IAM::Role' || type === 'AWS::IAM::InstanceProfile');
  return mapConcurrently(meant, callsAtOnce, async ({ type, id: name }): Promise<SeenRole> => {
    if (type === 'AWS::IAM::Role') {
      const answer = await absentAs(undefined, client.send(new GetRoleCommand({ RoleName: name })));
      return { kind: 'role', name, isThere: answer !== undefined };
    }
    const asked = new GetInstanceProfileCommand({ InstanceProfileName: name });
    const answer = await absentAs(undefined, client.send(asked));
    const roles = answer?.InstanceProfile?.Roles?.length ?? 0;
    return { kind: 'instance profile', name, isThere: answer !== undefined, roles };
  });
}
