import * as z from 'zod/mini';
import { describeIssues, reportInput } from '../shared/runtime/parse.ts';

const dryRun = { DryRun: z.enum(['true', 'false']) };
const rolesMax = { RolesMax: z.coerce.number().check(z.int(), z.minimum(1), z.maximum(500)) };

const request = z.discriminatedUnion('Operation', [
  z.object({ Operation: z.literal('grant'), InstanceId: z.string().check(z.minLength(1)), ...dryRun }),
  z.object({ Operation: z.literal('revoke'), InstanceId: z.string(), RoleName: z.string(), ...dryRun }),
  z.object({ Operation: z.literal('prepare'), ...rolesMax, ...dryRun }),
  z.object({ Operation: z.literal('release'), ...rolesMax, ...dryRun }),
]);

/** What a runbook asks for. An empty text stands for nothing. */
export type RoleRequest = z.output<typeof request>;

/** Reads the input of a runbook's step. @throws Error that says what is wrong. */
export function parseRoleRequest(event: unknown): RoleRequest {
  const parsed = request.safeParse(event, reportInput);
  if (parsed.success) return parsed.data;
  throw new Error(`The request is malformed: ${describeIssues(parsed.error.issues)}`);
}
