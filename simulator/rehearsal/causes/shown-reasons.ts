import type { Reason } from '../../../lambdas/shared/domain/roster/reason-form.ts';

/** What a rehearsal says of instances where the files do not show what Muster would find out in the account. */
export const shownReasons = {
  NotShown: {
    sentence: 'The files do not show why the instance has not registered.',
    remedy:
      'Give the outputs that are named below, or look on the instance whether its agent is installed and runs.',
  },
  EndNotShown: {
    sentence: 'Muster sends the document. The files do not show how it ends on this system.',
    remedy: 'Try one such instance; documents/README.md lists the systems that the installers know.',
  },
} as const satisfies Readonly<Record<string, Pick<Reason, 'sentence' | 'remedy'>>>;

/** The code of a reason that only a rehearsal gives. */
export type ShownReasonCode = keyof typeof shownReasons;

/** True for a code of these reasons. */
export function isShownReason(code: string): code is ShownReasonCode {
  return Object.hasOwn(shownReasons, code);
}
