import { type Creation, named, nameOf, type ResourceType, type Standing, takenIf } from './resource.ts';
import type { CreatedResource } from './template.ts';

/** The launch hooks of groups that exist already. */
export const autoScalingTypes: Readonly<Record<string, ResourceType>> = {
  'AWS::AutoScaling::LifecycleHook': {
    nameProperty: 'LifecycleHookName',
    createOnly: ['AutoScalingGroupName', 'LifecycleHookName'],
    taken: (creation) => {
      const { groupName, hookName } = namesOf(creation);
      const hooks = creation.cloud.autoScaling.groups.find(groupName)?.hooks;
      return takenIf(hooks?.has(hookName) === true, idOf(groupName, hookName));
    },
    create: putHook,
    update: putHook,
    remove: removeHook,
  },
};

function namesOf(creation: Creation) {
  const groupName = String(creation.properties['AutoScalingGroupName']);
  return { groupName, hookName: nameOf(creation, 'LifecycleHookName') };
}

/** The identifier of the registry's schema: groups may have hooks of one name. */
function idOf(groupName: string, hookName: string): string {
  return `${groupName}|${hookName}`;
}

/** Auto Scaling checks what a template says as it checks a call. @throws ServiceError. */
function call({ cloud }: Creation, name: string, input: object): void {
  const outcome = cloud.gateway.call({ service: 'auto-scaling', name, input }, { kind: 'administrator' });
  if ('refusal' in outcome) throw outcome.refusal;
}

function putHook(creation: Creation): CreatedResource {
  const { groupName, hookName } = namesOf(creation);
  call(creation, 'PutLifecycleHook', {
    ...{ DefaultResult: 'ABANDON', HeartbeatTimeout: 3600 },
    ...{ ...creation.properties, LifecycleHookName: hookName },
  });
  return named(idOf(groupName, hookName));
}

function removeHook(hook: Standing): void {
  const { groupName } = namesOf(hook);
  const hookName = hook.ref.slice(groupName.length + 1);
  if (hook.cloud.autoScaling.groups.find(groupName)?.hooks.has(hookName) === true)
    call(hook, 'DeleteLifecycleHook', { AutoScalingGroupName: groupName, LifecycleHookName: hookName });
}
