import { createHash } from 'node:crypto';

/** The unique id of an instance profile, as EC2 and IAM show it. It follows from the ARN. */
export function profileId(arn: string): string {
  return `AIPA${digest(arn)}`;
}

/** The unique id of a role. It follows from the ARN. */
export function roleId(arn: string): string {
  return `AROA${digest(arn)}`;
}

/** The unique id of a user. It follows from the ARN. */
export function userId(arn: string): string {
  return `AIDA${digest(arn)}`;
}

/** The unique id of a managed policy. It follows from the ARN. */
export function policyId(arn: string): string {
  return `ANPA${digest(arn)}`;
}

const digests = new Map<string, string>();

/** 17 letters and digits. The digest of each ARN is cached, because a fleet shows one profile a million times. */
function digest(arn: string): string {
  const known = digests.get(arn);
  if (known !== undefined) return known;
  const made = createHash('sha256').update(arn).digest('hex').slice(0, 17).toUpperCase();
  digests.set(arn, made);
  return made;
}
