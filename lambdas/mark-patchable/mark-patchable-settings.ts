import * as z from 'zod/mini';
import { text } from '../shared/runtime/setting-forms.ts';

/** The settings of the function that marks patchable nodes: the key of the tag. */
export const markPatchableSettings = z.object({ patchableTag: text });
