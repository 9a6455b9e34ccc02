import * as z from 'zod/mini';
import { text } from '../shared/runtime/setting-forms.ts';

/** The settings of the function: the policy that it gives to roles, and the key of the tag that protects a role. */
export const roleAccessSettings = z.object({ policyArn: text, protectedTag: text });
