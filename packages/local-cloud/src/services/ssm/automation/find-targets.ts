import { ownEntry } from '../../../core/own-entry.ts';
import { NotEmulatedError, type Principal, type ServiceError } from '../../../core/service.ts';
import type { Instance } from '../../ec2/ec2-instance.ts';
import type { AutomationOffice } from './automation-office.ts';
import type { AskedTarget } from './targeting.ts';

/** The target type of runbooks that run on instances. */
const instanceType = '/AWS::EC2::Instance';

/**
 * The targets of a call, or why they cannot be looked for. The principal is who does the steps. A tag is on volumes and
 * images too: the target type of the document says which resources are meant.
 */
export function findTargets(
  { ports, fleet, host, documents }: AutomationOffice,
  { key, values }: AskedTarget,
  { principal, documentName }: { principal: Principal; documentName: string },
): readonly string[] | ServiceError {
  if (key === 'ParameterValues') return values;
  const isAll = key === 'AWS::EC2::Instance';
  if (!isAll && documents.get(documentName).targetType !== instanceType)
    throw new NotEmulatedError(
      `a tag as the target of ${documentName}, whose target type is not ${instanceType}`,
    );
  const action = isAll ? 'ec2:DescribeInstances' : 'tag:GetResources';
  const refusal = ports.refusal(principal, { action, resource: '*' });
  if (refusal !== undefined) return refusal;
  const { nowMs } = host.timeline;
  const isTarget = (instance: Instance) =>
    isAll || values.includes(ownEntry(instance.tags(nowMs), key.slice('tag:'.length)) ?? '\0');
  return [...fleet.from(0)]
    .filter((instance) => instance.state !== 'terminated' && isTarget(instance))
    .map(({ id }) => id);
}
