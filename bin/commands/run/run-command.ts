import { readCaller } from '../../account/caller.ts';
import { type AccountFlags, connect } from '../../account/connection.ts';
import { findDeployment } from '../../account/deployment.ts';
import { confirm } from '../../confirm.ts';
import { exitCodes, UsageError } from '../../failure.ts';
import { labelsOf, planLines, summaryLines } from '../../print/run-lines.ts';
import { sayAside } from '../../print/say.ts';
import { jsonText } from '../../print/visible-text.ts';
import { outliveReader } from '../../watch-output.ts';
import { checkDocument } from './check-document.ts';
import { findNodes } from './find-nodes.ts';
import { withoutCommand } from './node-result.ts';
import { exitCodeOf } from './outcome.ts';
import { paceFor } from './pace.ts';
import { readGroup } from './read-group.ts';
import type { Named } from './read-targets.ts';
import { reportOfRun } from './report-of-run.ts';
import { runFleet } from './run-fleet.ts';
import { isReachable } from './run-node.ts';
import { ShownResults } from './shown-results.ts';
import type { Work } from './work.ts';

/** What the user asks for. */
export interface RunRequest extends AccountFlags {
  readonly named: Named;
  readonly work: Work;
  readonly maxConcurrency: string;
  readonly maxErrors: string;
  readonly deliveryTimeout: number;
  readonly logGroup?: string;
  readonly bucket?: string;
  readonly yes?: true;
}

/** The signals that cancel a run, each with its exit code. */
const signals = { SIGINT: exitCodes.interrupted, SIGTERM: exitCodes.terminated } as const;

/** Finds the nodes, asks, runs it, shows what they say, and sets the exit code. */
export async function runCommand(request: RunRequest): Promise<void> {
  const { clientSettings, ...connection } = await connect(request);
  const deployed = await findDeployment({ clientSettings, ...connection }, 'run');
  const { named } = request;
  const selection =
    'group' in named ? { instanceIds: [], conditions: readGroup(connection.settings, named.group) } : named;
  const [nodes, caller] = await Promise.all([
    findNodes(clientSettings, selection),
    readCaller(clientSettings),
  ]);
  const reachable = nodes.filter(isReachable);
  if (nodes.length === 0) throw new UsageError('no node has these tags: nothing was sent');
  if (request.work.kind === 'document') await checkDocument(clientSettings, request.work, reachable);
  const { account, region } = deployed;
  const labels = labelsOf(nodes, process.stdout.columns);
  if (!request.json || request.yes === undefined)
    sayAside(...planLines(`account ${account}, ${region}`, nodes, request.work, labels));
  if (reachable.length > 0 && request.yes === undefined && !(await confirm('Run it there?')))
    throw new UsageError('nothing was sent');

  const shown = new ShownResults(request, labels);
  for (const node of nodes)
    if (!isReachable(node)) shown.addKnown(withoutCommand(node, 'unreachable', node.obstacle ?? ''));
  const { commandIds, exitCode } = await withSignals(async (signal) =>
    runFleet({
      settings: clientSettings,
      nodes: reachable,
      sending: {
        work: request.work,
        comment: `muster run by ${caller}`,
        ...(clientSettings.operatorPath === undefined ? {} : { operatorPath: clientSettings.operatorPath }),
        deliverySeconds: request.deliveryTimeout,
        ...(request.logGroup === undefined ? {} : { logGroup: request.logGroup }),
        ...(request.bucket === undefined ? {} : { bucket: request.bucket }),
      },
      pace: paceFor(reachable.length, request.maxConcurrency, request.maxErrors),
      signal,
      onResult: (result) => shown.add(result),
    }),
  );
  process.exitCode = exitCode ?? exitCodeOf(shown.all.map(({ outcome }) => outcome));
  const report = { account, region, caller, work: request.work, commandIds, results: shown.all };
  if (request.json) process.stdout.write(`${jsonText(reportOfRun(report))}\n`);
  else sayAside(...summaryLines(shown.all, labels, commandIds));
}

/** Runs `work`, which hears of the signals that cancel it. A second signal ends the program at once. */
async function withSignals<T>(
  work: (signal: AbortSignal) => Promise<T>,
): Promise<T & { readonly exitCode: number | undefined }> {
  const cancellation = new AbortController();
  let exitCode: number | undefined;
  const listeners = Object.entries(signals).map(([name, code]) => {
    const listener = () => {
      if (exitCode !== undefined) process.exit(code);
      exitCode = code;
      sayAside('', 'Cancelling; once more leaves at once, and what was sent goes on.');
      cancellation.abort();
    };
    process.on(name, listener);
    return () => process.off(name, listener);
  });
  // The nodes go on when nobody reads what they say, and the exit code is still theirs.
  outliveReader();
  try {
    return { ...(await work(cancellation.signal)), exitCode };
  } finally {
    for (const remove of listeners) remove();
  }
}
