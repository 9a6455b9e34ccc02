import { isDeepStrictEqual } from 'node:util';
import type { Tags } from '../../../agent/instance-spec.ts';
import type { Instance, InstanceStateName } from '../../ec2/ec2-instance.ts';

/** What the configuration item of an instance says, as far as rules ask. */
export interface RecordedInstance {
  readonly id: string;
  /** When the item was made, in epoch milliseconds. */
  readonly capturedMs: number;
  readonly state: InstanceStateName;
  readonly instanceProfileArn: string | undefined;
  readonly tags: Tags;
  readonly httpTokens: 'required' | 'optional';
  /** Whether Systems Manager has an inventory item of it. */
  readonly isManaged: boolean;
}

/** What an instance is like now. `isManaged` comes from the inventory, which is recorded by itself. */
export function captureInstance(instance: Instance, nowMs: number, isManaged: boolean): RecordedInstance {
  const { id, state, instanceProfileArn, httpTokens } = instance;
  return {
    ...{ id, capturedMs: nowMs, state, instanceProfileArn, httpTokens, isManaged },
    tags: instance.tags(nowMs),
  };
}

/** Whether two items of an instance say the same. */
export function isSame(one: RecordedInstance | undefined, other: RecordedInstance): boolean {
  return one !== undefined && isDeepStrictEqual({ ...one, capturedMs: 0 }, { ...other, capturedMs: 0 });
}
