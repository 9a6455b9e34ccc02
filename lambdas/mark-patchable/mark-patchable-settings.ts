import * as z from 'zod/mini';
import { text } from '../shared/runtime/setting-forms.ts';

/** The settings of the function that marks patchable nodes: the key of the tag, and what ARNs of nodes outside EC2 begin with. */
export const markPatchableSettings = z.object({ patchableTag: text, nodeArnPrefix: text });
