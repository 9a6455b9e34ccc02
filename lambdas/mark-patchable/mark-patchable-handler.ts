import { MetricUnit } from '@aws-lambda-powertools/metrics';
import type { Context } from 'aws-lambda';
import { createFleet } from '../shared/clients/fleet/fleet-client.ts';
import { createManagedInstances } from '../shared/clients/fleet/managed-instances.ts';
import { createOutsideNodes } from '../shared/clients/fleet/outside-nodes.ts';
import { createInstanceTagging } from '../shared/clients/fleet/tag-instances.ts';
import { createOutsideTagging } from '../shared/clients/fleet/tag-outside-nodes.ts';
import { systemClock } from '../shared/clients/system-clock.ts';
import { metrics as names } from '../shared/runtime/contract.ts';
import { createLogger, createMetrics } from '../shared/runtime/log.ts';
import { readSettings } from '../shared/runtime/read-settings.ts';
import { type MarkPorts, markNodes } from './mark-nodes.ts';
import { markPatchableSettings } from './mark-patchable-settings.ts';

const log = createLogger('mark-patchable');
const metrics = createMetrics('mark-patchable');

const connect = () => {
  const { patchableTag, nodeArnPrefix: arnPrefix } = readSettings(markPatchableSettings, process.env);
  const ports: MarkPorts = {
    fleet: createFleet(log),
    instances: createInstanceTagging(),
    outside: createOutsideNodes({ arnPrefix }, createManagedInstances()),
    outsideTagging: createOutsideTagging(),
    clock: systemClock,
    log,
  };
  return { patchableTag, ports };
};
let connection: ReturnType<typeof connect> | undefined;

/**
 * Marks the nodes on which windows may install patches: all but the nodes of EMR clusters.
 *
 * Called by a window before it installs, and by a schedule once a day. It may be called twice at once, late, or fail
 * half-way: it only sets what is not right yet, and the next call finds the rest. A node without a mark is not patched.
 */
export const handler = async (_event: unknown, context: Context): Promise<void> => {
  log.addContext(context);
  connection ??= connect();
  const refused = await markNodes(connection.ports, connection.patchableTag);
  if (refused > 0) metrics.addMetric(names.nodesUnmarked, MetricUnit.Count, refused);
  metrics.publishStoredMetrics();
};
