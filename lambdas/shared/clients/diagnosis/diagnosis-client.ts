import { EC2Client } from '@aws-sdk/client-ec2';
import { IAMClient } from '@aws-sdk/client-iam';
import { SSMClient } from '@aws-sdk/client-ssm';
import type { Cause } from '../../domain/diagnosis/cause.ts';
import { diagnose } from '../../domain/diagnosis/diagnose.ts';
import { groupByCause } from '../../domain/diagnosis/group-by-cause.ts';
import type { Instance } from '../../domain/fleet/instance.ts';
import type { Log } from '../../runtime/log.ts';
import { connect } from '../connect.ts';
import { Attempts } from './attempts.ts';
import { readAccess } from './read-access.ts';
import { readHybridNodes } from './read-hybrid-nodes.ts';
import { readNetwork } from './read-network.ts';

/** Finds out why running instances are not managed. */
export interface Diagnosis {
  /** The causes by instance id. An instance that is not in the answer was not looked into. Never throws. */
  causesOf(instances: readonly Instance[]): Promise<Map<string, Cause>>;
}

/** The clients that read evidence. */
export interface DiagnosisClients {
  readonly ec2?: EC2Client;
  readonly iam?: IAMClient;
  readonly ssm?: SSMClient;
}

/**
 * Reads evidence from EC2, IAM and Systems Manager, and logs one line for each cause and place. Each resource
 * is read once in a call, however many instances share it. Every instance in the question gets a cause. If
 * evidence is refused, the cause follows from the rest.
 */
export function createDiagnosis(log: Log, clients: DiagnosisClients = {}): Diagnosis {
  const { ec2 = connect(EC2Client), iam = connect(IAMClient), ssm = connect(SSMClient) } = clients;
  return {
    async causesOf(instances) {
      if (instances.length === 0) return new Map();
      const attempts = new Attempts();
      const [access, network, hybrid] = await Promise.all([
        readAccess(instances, { iam, ssm, attempts }),
        readNetwork(instances, { ec2, attempts }),
        readHybridNodes({ ssm, attempts }),
      ]);
      const causes = instances.map(
        (instance) => [instance.instanceId, diagnose(instance, { access, network, hybrid })] as const,
      );
      for (const failure of attempts.failures()) log.warn('evidence missing', { ...failure });
      logCauses(log, causes);
      return new Map(causes);
    },
  };
}

/** CloudWatch Logs keeps at most 256 KB of a line, and an instance id takes 22 bytes. */
const instancesPerLineMax = 1000;

function logCauses(log: Log, causes: readonly (readonly [string, Cause])[]): void {
  for (const { cause, instanceIds, notLookedAt } of groupByCause(causes)) {
    const { code, detail, certainty } = cause;
    const shown = instanceIds.slice(0, instancesPerLineMax);
    const place = { reason: code, detail, certainty, notLookedAt };
    log.info('cause found', { ...place, count: instanceIds.length, instanceIds: shown });
  }
}
