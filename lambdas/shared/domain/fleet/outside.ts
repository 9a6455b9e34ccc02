import type { Instance, ManagedInstance, Registration, Tags } from './instance.ts';

/** Which nodes outside EC2 the installation onboards. */
export interface OutsideSettings {
  /** The roles of its nodes, by name: its own, and those that the configuration names. */
  readonly roles: readonly string[];
}

/** True for the id of a node outside EC2 (`mi-...`), which a hybrid activation has registered. */
export function isOutside(nodeId: string): boolean {
  return nodeId.startsWith('mi-');
}

/**
 * A node outside EC2 in the form of an instance. Systems Manager knows nothing of the machine itself. So it runs as long as it
 * is registered, and its registration is its one start: whoever registers again gets another id.
 */
export function asInstance(
  managed: ManagedInstance & { readonly registration: Registration },
  tags: Tags,
): Instance {
  const { instanceId, registration } = managed;
  return { instanceId, state: 'running', launchedAtMs: registration.atMs, tags, outside: managed };
}

/** True for an instance of EC2, and for a node outside of it whose role is one of the configuration. */
export function isOurs({ outside }: Pick<Instance, 'outside'>, settings: OutsideSettings | null): boolean {
  if (outside === undefined) return true;
  const roleName = outside.registration?.roleName;
  return roleName !== undefined && settings?.roles.includes(roleName) === true;
}
