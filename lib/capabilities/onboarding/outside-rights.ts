import { acknowledgeWildcards } from '../../constructs/acknowledged-findings.ts';
import type { MusterFunction } from '../../constructs/muster-function.ts';

/** Which nodes outside EC2 a function looks at; null for none. */
export type OutsideGround = { readonly roles: readonly string[]; readonly arnPrefix: string } | null;

/** The right to read the tags of nodes outside EC2, where they are looked at. */
export function grantOutsideTags(reader: MusterFunction, outside: OutsideGround): void {
  if (outside === null) return;
  reader.allow(['tag:GetResources'], ['*']);
}

/** The right to send to any node outside EC2; which documents is a statement of its own. */
export function grantOutsideSend(sender: MusterFunction, outside: OutsideGround): void {
  if (outside === null) return;
  const anyNode = `${outside.arnPrefix}*`;
  sender.allow(['ssm:SendCommand'], [anyNode]);
  acknowledgeWildcards(
    sender,
    [anyNode],
    'Any node outside EC2 may register; which document it gets is bounded by its own statement.',
  );
}
