import { describeRefusal } from '../../account/refusal.ts';

/** `unseen` is what could not be looked at. It is never taken for `ok`. */
export type Verdict = 'ok' | 'warn' | 'fail' | 'unseen';

/** One thing that was looked at: what was found, and what to do about it. */
export interface Check {
  readonly name: string;
  readonly verdict: Verdict;
  readonly found: string;
  readonly remedy?: string;
}

/** Something that is wrong, and how bad it is. */
export interface Trouble {
  readonly verdict: 'warn' | 'fail';
  readonly found: string;
}

/** How many troubles of a check are named; `--json` has all. */
export const troublesMax = 5;

/** That a list is empty is a trouble: the deployment has some of each. */
export function noneOf(list: readonly unknown[], what: string): Trouble[] {
  return list.length > 0 ? [] : [{ verdict: 'fail', found: `the deployment has no ${what}` }];
}

/** A check of several things: the troubles where there are some, and otherwise that all is well. */
export function checkOf(
  name: string,
  troubles: readonly Trouble[],
  { well, remedy }: { readonly well: string; readonly remedy: string },
): Check {
  if (troubles.length === 0) return { name, verdict: 'ok', found: well };
  const verdict = troubles.some((trouble) => trouble.verdict === 'fail') ? 'fail' : 'warn';
  return { name, verdict, found: troubles.map(({ found }) => found).join('; '), remedy };
}

/** Looks at something. A call that is refused makes the check unseen, with what the refusal says. */
export async function look(name: string, operation: string, read: () => Promise<Check>): Promise<Check> {
  try {
    return await read();
  } catch (error) {
    const found = error instanceof UnseenError ? error.message : describeRefusal(operation, error);
    return { name, verdict: 'unseen', found };
  }
}

/** What a check needs could not be read, and why. */
export class UnseenError extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'UnseenError';
  }
}
