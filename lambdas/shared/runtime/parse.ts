import { config } from 'zod/mini';
import en from 'zod/v4/locales/en.js';

/** The English texts of zod's refusals. Without them the small build only says "Invalid input". */
config(en());

/**
 * What zod found, in words for an operator: where, what was received, what is expected. One part for each
 * issue.
 */
export function describeIssues(issues: readonly ParseIssue[]): string {
  const describe = ({ path, input, message }: ParseIssue) => {
    const received = input === undefined ? 'nothing' : (JSON.stringify(input) ?? String(input)).slice(0, 80);
    return `${path.map(String).join('.') || 'the value'}: received ${received}; ${message}`;
  };
  return issues.map(describe).join('; ');
}

interface ParseIssue {
  readonly path: readonly PropertyKey[];
  readonly input?: unknown;
  readonly message: string;
}

/**
 * Makes zod report the value that it received. It reads our own configuration and EC2's events; neither holds
 * secrets.
 */
export const reportInput = { reportInput: true } as const;
