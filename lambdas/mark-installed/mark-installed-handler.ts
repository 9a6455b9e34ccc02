import { MetricUnit } from '@aws-lambda-powertools/metrics';
import type { Context } from 'aws-lambda';
import { createInstanceTags } from '../shared/clients/fleet/instance-tags.ts';
import { createNodeTags } from '../shared/clients/fleet/node-tags.ts';
import { createInstanceTagging } from '../shared/clients/fleet/tag-instances.ts';
import { createOutsideTagging } from '../shared/clients/fleet/tag-outside-nodes.ts';
import { systemClock } from '../shared/clients/system-clock.ts';
import { metrics as names } from '../shared/runtime/contract.ts';
import { createLogger, createMetrics } from '../shared/runtime/log.ts';
import { readSettings } from '../shared/runtime/read-settings.ts';
import { createInventory } from './inventory-client.ts';
import { type MarkerPorts, markInstalled } from './mark-installed.ts';
import { markInstalledSettings } from './mark-installed-settings.ts';

const log = createLogger('mark-installed');
const metrics = createMetrics('mark-installed');

const connect = () => {
  const settings = readSettings(markInstalledSettings, process.env);
  const ports: MarkerPorts = {
    inventory: createInventory(),
    instanceTags: createInstanceTags(),
    instances: createInstanceTagging(),
    nodeTags: createNodeTags(settings.nodeArnPrefix),
    outside: createOutsideTagging(),
    clock: systemClock,
    log,
  };
  return { ports, settings };
};
let connection: ReturnType<typeof connect> | undefined;

/**
 * Keeps the tags of the markers in step with what inventory knows to be installed.
 *
 * Called by a schedule. It may be called twice at once, late, or fail half-way: it only sets what is not right yet, and the
 * next call finds the rest. What it has to remember between calls is in the tags.
 */
export const handler = async (_event: unknown, context: Context): Promise<void> => {
  log.addContext(context);
  connection ??= connect();
  const refused = await markInstalled(connection.ports, connection.settings);
  if (refused > 0) metrics.addMetric(names.nodesUnmarked, MetricUnit.Count, refused);
  metrics.publishStoredMetrics();
};
