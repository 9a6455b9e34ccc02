import { EC2Client } from '@aws-sdk/client-ec2';
import { IAMClient } from '@aws-sdk/client-iam';
import { SSMClient } from '@aws-sdk/client-ssm';
import { type Cause, diagnose, noEvidence } from '../domain/diagnosis.ts';
import type { Instance } from '../domain/instance.ts';
import type { ReasonCode } from '../domain/reason.ts';
import type { Log } from '../log.ts';
import { connect } from './connect.ts';
import { readAccess } from './diagnosis-access.ts';
import { Attempts } from './diagnosis-attempts.ts';
import { readNetwork } from './diagnosis-network.ts';

/** Finds out why running instances are not managed. */
export interface Diagnosis {
  /** The cause for each instance, by id; every instance that is asked about has one. Never throws. */
  causesOf(instances: readonly Instance[]): Promise<Map<string, ReasonCode>>;
}

/** What can be said from what EC2 tells of the instance alone, without a call; for a bundle that has no room for IAM. */
export const quickDiagnosis: Diagnosis = {
  async causesOf(instances) {
    return new Map(instances.map((one) => [one.instanceId, diagnose(one, noEvidence).code]));
  },
};

/** The clients that evidence is read with. */
export interface DiagnosisClients {
  readonly ec2?: EC2Client;
  readonly iam?: IAMClient;
  readonly ssm?: SSMClient;
}

/**
 * Reads evidence from EC2, IAM and Systems Manager, each resource once in a call and however many instances share it,
 * and logs one line for each cause and place. Evidence that is refused leaves a gap: the cause is then what is known.
 */
export function createDiagnosis(log: Log, clients: DiagnosisClients = {}): Diagnosis {
  const { ec2 = connect(EC2Client), iam = connect(IAMClient), ssm = connect(SSMClient) } = clients;
  return {
    async causesOf(instances) {
      if (instances.length === 0) return new Map();
      const attempts = new Attempts();
      const [access, network] = await Promise.all([
        readAccess(instances, { iam, ssm, attempts }),
        readNetwork(instances, { ec2, attempts }),
      ]);
      const causes = instances.map(
        (instance) => [instance.instanceId, diagnose(instance, { access, network })] as const,
      );
      for (const failure of attempts.failures()) log.warn('evidence missing', { ...failure });
      logCauses(log, causes);
      return new Map(causes.map(([instanceId, { code }]) => [instanceId, code]));
    },
  };
}

/** CloudWatch Logs keeps at most 256 KB of a line; an instance id takes 22 bytes of it. */
const instancesPerLineMax = 1000;

/** "312 instances: vpc-... has no available endpoint of ssm" is one line, and not 312. */
function logCauses(log: Log, causes: readonly (readonly [string, Cause])[]): void {
  const groups = new Map<string, { cause: Cause; instanceIds: string[] }>();
  for (const [instanceId, cause] of causes) {
    const key = `${cause.code} ${cause.detail ?? ''}`;
    const group = groups.get(key);
    if (group === undefined) groups.set(key, { cause, instanceIds: [instanceId] });
    else group.instanceIds.push(instanceId);
  }
  for (const { cause, instanceIds } of groups.values()) {
    const { code, detail } = cause;
    const shown = instanceIds.slice(0, instancesPerLineMax);
    log.info('cause found', { reason: code, detail, count: instanceIds.length, instanceIds: shown });
  }
}
