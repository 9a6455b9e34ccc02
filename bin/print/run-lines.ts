import type { NodeResult } from '../commands/run/node-result.ts';
import type { Outcome } from '../commands/run/outcome.ts';
import { isReachable, type RunNode } from '../commands/run/run-node.ts';
import type { Work } from '../commands/run/work.ts';
import { shortText, visibleLines, visibleText } from './visible-text.ts';

/** How many nodes of a kind are named before and after a run; `--json` names all. */
const namedMax = 20;

/** Where the whole output goes. */
export interface OutputPlace {
  readonly logGroup?: string;
  readonly bucket?: string;
}

/** The width of a label where there is no terminal, and the share of the width of a terminal that it may take. */
const labelWidthMax = 60;
const labelShare = 1 / 3;

/**
 * What people call each node, by id: its name, or the id of a node without one. Nodes that look alike have their ids
 * beside it. A long name is cut; on a narrow terminal sooner.
 */
export function labelsOf(
  nodes: readonly RunNode[],
  columns = Number.POSITIVE_INFINITY,
): ReadonlyMap<string, string> {
  const width = Math.min(labelWidthMax, Math.floor(columns * labelShare));
  const counts = new Map<string, number>();
  for (const { name } of nodes) {
    const shown = shortText(name, width);
    counts.set(shown, (counts.get(shown) ?? 0) + 1);
  }
  return new Map(
    nodes.map(({ instanceId, name }) => {
      const shown = shortText(name, width);
      if (shown === '') return [instanceId, instanceId];
      return [instanceId, counts.get(shown) === 1 ? shown : `${shown} (${instanceId})`];
    }),
  );
}

/** What is about to happen: to how many nodes of which platform, and which cannot be reached. */
export function planLines(
  place: string,
  nodes: readonly RunNode[],
  work: Work,
  labels = labelsOf(nodes),
): string[] {
  const reachable = nodes.filter(isReachable);
  const platforms = [...new Set(reachable.map(({ platform }) => platform))].sort();
  const counts = platforms.map(
    (platform) => `${reachable.filter((node) => node.platform === platform).length} ${platform}`,
  );
  const others = nodes.filter((node) => !isReachable(node));
  return [
    `${count(reachable.length)} in ${place}${counts.length === 0 ? '' : `: ${counts.join(', ')}`}`,
    ...workLines(work),
    ...(others.length === 0 ? [] : [`${count(others.length)} cannot be reached:`]),
    ...some(others.map((node) => `  ${labels.get(node.instanceId)}: ${node.obstacle}`)),
  ];
}

function workLines(work: Work): string[] {
  if (work.kind === 'script') return visibleLines(work.script).map((line) => `  ${line}`);
  const parameters = Object.entries(work.parameters).map(
    ([name, values]) => `    ${visibleText(name)}: ${values.map(visibleText).join(', ')}`,
  );
  return [`  document ${visibleText(work.document)}`, ...parameters];
}

/** What a node printed, for the two streams of the command line. Each line begins with the label of the node. */
export function resultLines(
  { stdout, stderr, isCut, outcome, detail, exitCode, commandId, node }: NodeResult,
  label: string,
  place: OutputPlace,
): { readonly out: string[]; readonly err: string[] } {
  const mark = (lines: readonly string[]) => lines.map((line) => `${label}: ${line}`);
  const cut = isCut
    ? [`the output is cut; ${whereTheWholeIs(place, `${commandId}/${node.instanceId}`)}`]
    : [];
  const end = outcome === 'succeeded' ? [] : [`${endings[outcome]}${reasonOf(detail, exitCode)}`];
  return { out: mark(visibleLines(stdout)), err: mark([...visibleLines(stderr), ...cut, ...end]) };
}

function whereTheWholeIs({ logGroup, bucket }: OutputPlace, path: string): string {
  if (logGroup !== undefined)
    return `the whole is in the log group ${visibleText(logGroup)}, in the streams that begin with ${path}`;
  if (bucket !== undefined) return `the whole is in s3://${visibleText(bucket)}/${path}`;
  return 'with --log-group or --bucket the whole is kept';
}

const endings: Readonly<Record<Outcome, string>> = {
  succeeded: 'succeeded',
  failed: 'failed',
  unreachable: 'could not be reached',
  cancelled: 'cancelled',
  withheld: 'did not get it',
};

function reasonOf(detail: string, exitCode: number | undefined): string {
  if (exitCode !== undefined && detail === 'Failed') return `: exit code ${exitCode}`;
  return detail === '' || detail === 'Cancelled' || detail === 'Failed' ? '' : `: ${visibleText(detail)}`;
}

/** How it ended: one line for each outcome, with the nodes of all but the successes. */
export function summaryLines(
  results: readonly NodeResult[],
  labels: ReadonlyMap<string, string>,
  commandIds: readonly string[],
): string[] {
  const outcomes: readonly Outcome[] = ['succeeded', 'failed', 'unreachable', 'cancelled', 'withheld'];
  const lines = outcomes.flatMap((outcome) => {
    const of = results.filter((result) => result.outcome === outcome);
    if (of.length === 0) return [];
    const names = outcome === 'succeeded' ? [] : of.map(({ node }) => labels.get(node.instanceId) ?? '');
    return [
      `${of.length} of ${results.length} ${endings[outcome]}`,
      ...some(names.map((name) => `  ${name}`)),
    ];
  });
  const [first] = commandIds;
  const more = commandIds.length > 1 ? ` and ${commandIds.length - 1} more` : '';
  return first === undefined ? lines : [...lines, `Command ${first}${more}`];
}

function some(lines: readonly string[]): string[] {
  const more = lines.length - namedMax;
  return more > 0 ? [...lines.slice(0, namedMax), `  and ${more} more (--json has all)`] : [...lines];
}

function count(number: number): string {
  return `${number} ${number === 1 ? 'node' : 'nodes'}`;
}
