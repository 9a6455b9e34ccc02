import { config } from 'zod/mini';
import { en } from 'zod/v4/locales';
import { isObject } from '../domain/is-object.ts';

/** The English texts of zod's refusals. Without them the small build only says "Invalid input". */
config(en());

/**
 * What zod found, in words for an operator: where, what was received, what is expected. One part for each
 * issue.
 */
export function describeIssues(issues: readonly ParseIssue[]): string {
  const describe = ({ path, discriminator, input: whole, message }: ParseIssue) => {
    // Of a value that is of none of several kinds, zod reports the whole and not the name of its kind.
    const input = discriminator !== undefined && isObject(whole) ? whole[discriminator] : whole;
    const received = input === undefined ? 'nothing' : (JSON.stringify(input) ?? String(input)).slice(0, 80);
    return `${path.map(String).join('.') || 'the value'}: received ${received}; ${message}`;
  };
  return issues.map(describe).join('; ');
}

interface ParseIssue {
  readonly path: readonly PropertyKey[];
  readonly input?: unknown;
  readonly discriminator?: string | undefined;
  readonly message: string;
}

/**
 * Makes zod report the value that it received. It reads our own configuration and EC2's events; neither holds
 * secrets.
 */
export const reportInput = { reportInput: true } as const;
