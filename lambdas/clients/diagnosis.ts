import type { Instance } from '../domain/instance.ts';
import type { ReasonCode } from '../domain/reason.ts';

/** Finds out why running instances are not managed. */
export interface Diagnosis {
  /** The cause for each instance, by id; every instance that is asked about has one. */
  causesOf(instances: readonly Instance[]): Promise<Map<string, ReasonCode>>;
}

/** What can be said from what EC2 tells about the instance alone. */
export const diagnosis: Diagnosis = {
  async causesOf(instances) {
    return new Map(instances.map((instance) => [instance.instanceId, causeOf(instance)]));
  },
};

function causeOf(instance: Instance): ReasonCode {
  if (instance.isMetadataOn === false) return 'MetadataOff';
  if (instance.instanceProfileArn === undefined) return 'NoInstanceProfile';
  return 'AgentSilent';
}
