import * as z from 'zod/mini';
import { json, text } from '../shared/runtime/setting-forms.ts';

/** The settings of the function that marks nodes by their inventory. */
export const markInstalledSettings = z.object({
  /** What the keys of the tags begin with. */
  prefix: text,
  /** What the ARNs of nodes outside EC2 begin with. */
  nodeArnPrefix: text,
  markers: json(z.array(z.object({ name: z.string(), applications: z.array(z.string()) }))),
});
