import { isReasonCode, reasons } from '../../lambdas/shared/domain/roster/reason.ts';
import { isShownReason, shownReasons } from '../../simulator/rehearsal/causes/shown-reasons.ts';

/** What a reason of the roster means, or one that only a rehearsal gives; undefined for any other. */
export function reasonOf(code: string): { readonly sentence: string; readonly remedy: string } | undefined {
  if (isShownReason(code)) return shownReasons[code];
  return isReasonCode(code) ? reasons[code] : undefined;
}
