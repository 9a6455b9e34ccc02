import type { Read } from '../../../lambdas/shared/domain/diagnosis/read.ts';
import type { Reason, ReasonTable } from '../../../lambdas/shared/domain/roster/reason-form.ts';

/** The columns of a page. */
const width = 120;

/** An article for each reason, as docs/errors.md has them. */
export function reasonArticles(reasons: ReasonTable): string {
  return Object.entries(reasons)
    .map(([code, reason]) => [
      `### ${code}`,
      reason.sentence,
      ...(reason.more ?? []).map(wrap),
      listOf(reason),
    ])
    .map((parts) => parts.join('\n\n'))
    .join('\n\n');
}

function listOf(reason: Reason): string {
  return `- Status: ${statusOf(reason)}.\n- What to do: ${reason.remedy}`;
}

/** The status of an entry, in words. */
function statusOf({ statuses, comesBack }: Reason): string {
  const written = writtenOf(statuses);
  if (comesBack === undefined) return written ?? 'none: nothing is written';
  const back = 'the state change comes back';
  if (comesBack === 'also') return `${written ?? 'none'}; ${back}`;
  return written === undefined ? `none: ${back}` : `${written}, or none: ${back}`;
}

function writtenOf(statuses: Reason['statuses']): string | undefined {
  const [first, second] = statuses.map((status) => `\`${status}\``);
  if (second === undefined) return first;
  const words: Readonly<Record<string, string>> = {
    'waiting failed': `${first} for another command; ${second} after the last attempt`,
    'waiting onboarded': `${second}; ${first} while the document is sent again`,
    'waiting unmanaged': `${first}; ${second} past the horizon`,
  };
  const both = words[statuses.join(' ')];
  if (both === undefined) throw new Error(`There are no words for a reason of ${statuses.join(' and ')}.`);
  return both;
}

/** The calls of AWS that look for causes, as a table. */
export function readsTable(reads: readonly Read[]): string {
  const list = (values: readonly string[]) => values.map((value) => `\`${value}\``).join(', ');
  return [
    '| calls | on |',
    '| --- | --- |',
    ...reads.map(({ actions, resources }) => `| ${list(actions)} | ${list(resources)} |`),
  ].join('\n');
}

/** Breaks a paragraph into lines. */
function wrap(paragraph: string): string {
  const lines: string[] = [];
  for (const word of paragraph.split(' ')) {
    const last = lines.at(-1);
    if (last !== undefined && last.length + 1 + word.length <= width) lines.push(`${lines.pop()} ${word}`);
    else lines.push(word);
  }
  return lines.join('\n');
}
