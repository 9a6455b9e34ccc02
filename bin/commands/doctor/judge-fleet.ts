import { isOlder } from '../../../lambdas/shared/domain/fleet/agent-version.ts';
import type { ManagedInstance } from '../../../lambdas/shared/domain/fleet/instance.ts';
import { type Check, checkOf, noneOf, type Trouble, troublesMax } from './doctor-check.ts';

/** A version of a document that a function sends. */
export interface SentVersion {
  readonly document: string;
  readonly version: string;
  /** Undefined when Systems Manager does not know it. */
  readonly status: string | undefined;
}

/** Whether the versions of documents that functions send are there. */
export function judgeDocuments(versions: readonly SentVersion[]): Check {
  const troubles = versions.flatMap(({ document, version, status }): Trouble[] => {
    const name = `version ${version} of ${document}`;
    if (status === undefined) return [{ verdict: 'fail', found: `${name} is not there` }];
    if (status === 'Active') return [];
    const isOnItsWay = status === 'Creating' || status === 'Updating';
    return [{ verdict: isOnItsWay ? 'warn' : 'fail', found: `${name} is ${status}` }];
  });
  return checkOf('Documents', [...noneOf(versions, 'document that a function sends'), ...troubles], {
    well: `${versions.length} versions that functions send are active`,
    remedy:
      'Change something in the document, such as its description, and deploy: that makes a new version.',
  });
}

/** Whether the SSM agents of managed nodes are new enough for the documents. */
export function judgeAgents(
  nodes: readonly ManagedInstance[],
  floors: Readonly<Record<string, string>>,
): Check {
  const [highest, document] = Object.entries(floors).reduce<readonly [string, string]>(
    (best, [name, floor]) => (isOlder(best[0], floor) ? [floor, name] : best),
    ['0', ''],
  );
  const old = nodes.filter(({ agentVersion }) => isOlder(agentVersion, highest));
  const named = old
    .slice(0, troublesMax)
    .map(({ instanceId, agentVersion }) => `${instanceId} (${agentVersion})`);
  const more = old.length > troublesMax ? ` and ${old.length - troublesMax} more` : '';
  const troubles: Trouble[] = [
    {
      verdict: 'warn',
      found: `${old.length} of ${nodes.length} SSM agents are older than ${highest}, which ${document} needs: ${named.join(', ')}${more}`,
    },
  ];
  return checkOf('Agents', old.length === 0 ? [] : troubles, {
    well: `${nodes.length} nodes; ${document === '' ? 'the documents need no particular SSM agent' : `no SSM agent is older than the documents need (${highest})`}`,
    remedy: 'Update the agents (AWS-UpdateSSMAgent), or turn on their automatic update in Fleet Manager.',
  });
}

/** Whether Default Host Management is on. Both are right: it is said because it changes what an instance needs. */
export function judgeHostManagement(value: string | undefined): Check {
  const isOn = value !== undefined && value !== '' && value !== '$None';
  return {
    name: 'Default Host Management',
    verdict: 'ok',
    found: isOn
      ? `on, with the role ${value}: an instance without a profile is managed from SSM agent 3.2.582.0 on`
      : 'off: an instance needs an instance profile to be managed',
  };
}

/** The concurrency of an account, and the part of it that is set aside for no function. */
export interface Concurrency {
  readonly limit: number;
  readonly unreserved: number;
}

/** The least unreserved concurrency with which a burst of launches is settled in time; new accounts may have 10. */
const unreservedMin = 20;

/** Whether the account lets enough functions run at once. */
export function judgeConcurrency({ limit, unreserved }: Concurrency): Check {
  const troubles: Trouble[] =
    unreserved < unreservedMin
      ? [
          {
            verdict: 'warn',
            found: `${unreserved} of ${limit} concurrent calls are left for all functions without a reservation`,
          },
        ]
      : [];
  return checkOf('Lambda concurrency', troubles, {
    well: `${unreserved} of ${limit} concurrent calls are not reserved`,
    remedy: `Ask for a higher quota of concurrent executions (Service Quotas, L-B99A9384), or reserve less: Muster wants ${unreservedMin}.`,
  });
}
