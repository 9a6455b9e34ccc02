import { UsageError } from '../../failure.ts';

/** Ids of instances, and of nodes outside EC2 (botocore, SendCommandRequest.InstanceIds). */
const nodeId = /^(i-([0-9a-f]{8}|[0-9a-f]{17})|mi-[0-9a-f]{17})$/;

/** @throws UsageError for a text that is neither the id of an instance nor that of another node. */
export function refuseOtherIds(ids: readonly string[]): void {
  const wrong = ids.find((id) => !nodeId.test(id));
  if (wrong !== undefined)
    throw new UsageError(`${wrong}: allowed is the id of an instance (i-...) or of another node (mi-...)`);
}
