import * as z from 'zod/mini';
import { json, text } from '../shared/runtime/setting-forms.ts';

/** What one trigger does with an event. */
const trigger = z.object({
  /** The path of the instance id in the event: `$.detail.instance-id`. */
  node: z.string(),
  /** It acts on one node at most so many times in a day of UTC. */
  perNodeDayMax: z.int().check(z.positive()),
  /** The runbook to start. Without one, the node is put into the launch queue. */
  runbook: z.optional(
    z.object({
      name: z.string(),
      /** Values by parameter. Each is a constant, or a path in the event that begins with `$.`. */
      parameters: z.record(z.string(), z.string()),
    }),
  ),
});
/** What one trigger does with an event. */
export type Trigger = z.output<typeof trigger>;

/** The settings of the function that acts on events. */
export const triggerSettings = z.object({
  actionsTable: text,
  launchQueueUrl: text,
  triggers: json(z.record(z.string(), trigger)),
});
/** The settings of the function that acts on events. */
export type TriggerSettings = z.output<typeof triggerSettings>;
