import { createHash } from 'node:crypto';

/** The unique id of an instance profile, as EC2 and IAM show it. It follows from the ARN. */
export function profileId(arn: string): string {
  return `AIPA${digest(arn)}`;
}

/** The unique id of a role. It follows from the ARN. */
export function roleId(arn: string): string {
  return `AROA${digest(arn)}`;
}

/** The unique id of a managed policy. It follows from the ARN. */
export function policyId(arn: string): string {
  return `ANPA${digest(arn)}`;
}

/** 17 letters and digits. */
function digest(text: string): string {
  return createHash('sha256').update(text).digest('hex').slice(0, 17).toUpperCase();
}
