import type {
  StartInstancesRequest,
  StartInstancesResult,
  StopInstancesRequest,
  StopInstancesResult,
  TerminateInstancesRequest,
  TerminateInstancesResult,
} from '@aws-sdk/client-ec2';
import type { Host } from '../../core/host.ts';
import { type Authorization, NotEmulatedError, type Operation } from '../../core/service.ts';
import { refuseDryRun } from './describe-instances.ts';
import { type Instance, type InstanceStateName, instanceStateCodes } from './ec2-instance.ts';
import type { Fleet } from './instance-fleet.ts';
import { findInstances } from './instance-ids.ts';

/** One question to IAM per instance, with its tags as condition keys. */
export function instanceAuthorizations(
  request: { action: string; ids: readonly string[]; nowMs: number },
  fleet: Fleet,
  host: Host,
): Authorization[] {
  return request.ids.map((id) => ({
    action: request.action,
    resource: `arn:${host.partition}:ec2:${host.region}:${host.accountId}:instance/${id}`,
    conditions: {
      'ec2:Region': host.region,
      ...tagConditions(fleet.find(id)?.tags(request.nowMs) ?? {}, ['aws:ResourceTag', 'ec2:ResourceTag']),
    },
  }));
}

/** Tags as condition keys, `<prefix>/<key>`, under every prefix that the action has. */
export function tagConditions(
  tags: Readonly<Record<string, string>>,
  prefixes: readonly string[],
): Record<string, string> {
  return Object.fromEntries(
    prefixes.flatMap((prefix) => Object.entries(tags).map(([key, value]) => [`${prefix}/${key}`, value])),
  );
}

/** StopInstances. Refuses the whole call when one id is unknown or has never run. Hibernation is not emulated. */
export function stopInstances(
  fleet: Fleet,
  host: Host,
): Operation<StopInstancesRequest, StopInstancesResult> {
  return {
    authorize: (input, { nowMs }) =>
      instanceAuthorizations(
        { action: 'ec2:StopInstances', ids: input.InstanceIds ?? [], nowMs },
        fleet,
        host,
      ),
    run(input) {
      refuseDryRun(input.DryRun);
      if (input.Hibernate === true) throw new NotEmulatedError('hibernation');
      return { StoppingInstances: changeAll(fleet, input.InstanceIds, (instance) => fleet.stop(instance)) };
    },
  };
}

/** StartInstances. `running` is raised again: a restart is not a new instance. */
export function startInstances(
  fleet: Fleet,
  host: Host,
): Operation<StartInstancesRequest, StartInstancesResult> {
  return {
    authorize: (input, { nowMs }) =>
      instanceAuthorizations(
        { action: 'ec2:StartInstances', ids: input.InstanceIds ?? [], nowMs },
        fleet,
        host,
      ),
    run(input) {
      refuseDryRun(input.DryRun);
      return { StartingInstances: changeAll(fleet, input.InstanceIds, (instance) => fleet.start(instance)) };
    },
  };
}

/** TerminateInstances. Terminating twice is no error. */
export function terminateInstances(
  fleet: Fleet,
  host: Host,
): Operation<TerminateInstancesRequest, TerminateInstancesResult> {
  return {
    authorize: (input, { nowMs }) =>
      instanceAuthorizations(
        { action: 'ec2:TerminateInstances', ids: input.InstanceIds ?? [], nowMs },
        fleet,
        host,
      ),
    run(input) {
      refuseDryRun(input.DryRun);
      return {
        TerminatingInstances: changeAll(fleet, input.InstanceIds, (instance) => fleet.terminate(instance)),
      };
    },
  };
}

function changeAll(fleet: Fleet, ids: readonly string[] = [], change: (instance: Instance) => void) {
  return findInstances(fleet, ids).map((instance) => {
    const before = renderState(instance.state);
    change(instance);
    return { InstanceId: instance.id, PreviousState: before, CurrentState: renderState(instance.state) };
  });
}

function renderState(state: InstanceStateName) {
  return { Code: instanceStateCodes[state], Name: state };
}
