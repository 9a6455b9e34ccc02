import type { CloudFormationCustomResourceEvent } from 'aws-lambda';
import * as z from 'zod/mini';
import type { CustomResourceAnswer } from '../shared/clients/cloudformation-answer.ts';
import type { StoredPreferences } from '../shared/domain/session-preferences.ts';
import { sessionDocumentName } from '../shared/runtime/contract.ts';
import type { Log } from '../shared/runtime/log.ts';
import { mergePreferences, PreferencesRefused } from './merge-preferences.ts';
import {
  draftOfRestored,
  isOf,
  planGround,
  planRemoval,
  planWrite,
  type Writer,
} from './plan-preferences.ts';
import type { SessionDocument } from './session-document-client.ts';

/** The part of a custom resource event that is read. */
export type PreferencesRequest = Pick<
  CloudFormationCustomResourceEvent,
  'RequestType' | 'RequestId' | 'StackId' | 'ResourceProperties'
>;

/** What settling needs. */
export interface PreferencesPorts {
  readonly document: SessionDocument;
  readonly log: Log;
}

const properties = z.object({ Content: z.string().check(z.startsWith('{')) });

/**
 * How often to look again when what was to be written was there already. An earlier delivery of the event may
 * have written it, or a call whose answer was lost, or somebody else.
 */
const attemptsMax = 3;
const overtaken = `somebody else changed it ${attemptsMax} times meanwhile; try again`;

/**
 * Makes the preferences what the stack wants, or what they were without it. It looks at everything before it
 * changes it. So the same event may come twice, whatever an earlier delivery has done. Never throws: an error
 * becomes the answer, with its reason.
 */
export async function settlePreferences(
  event: PreferencesRequest,
  ports: PreferencesPorts,
): Promise<CustomResourceAnswer> {
  const physicalResourceId = sessionDocumentName;
  const writer = { stackName: event.StackId.split('/')[1] ?? event.StackId, requestId: event.RequestId };
  try {
    if (event.RequestType === 'Delete') {
      await remove(writer, ports);
      return { status: 'SUCCESS', physicalResourceId, data: {} };
    }
    const parsed = properties.safeParse(event.ResourceProperties);
    if (!parsed.success) throw new Error('the property Content is no JSON object');
    const Version = await write(parsed.data.Content, writer, ports);
    return { status: 'SUCCESS', physicalResourceId, data: { Version } };
  } catch (error) {
    return { status: 'FAILED', physicalResourceId, reason: `${sessionDocumentName}: ${explain(error)}` };
  }
}

/** Writes what is named over what was found, and returns the version that holds both. */
async function write(named: string, writer: Writer, { document, log }: PreferencesPorts): Promise<string> {
  for (let attempt = 1; attempt <= attemptsMax; attempt++) {
    const latest = await document.read();
    const found = await readGround(latest, writer, document);
    const plan = planWrite(latest, mergePreferences(found, named), writer);
    log.info('preferences decided', { kind: plan.kind, reason: plan.reason });
    const version = plan.kind === 'keep' ? plan.version : await document[plan.kind](plan.draft);
    if (version === undefined) continue;
    await document.makeDefault(version);
    return version;
  }
  throw new Error(overtaken);
}

/** The content on which the preferences of the stack stand; undefined when there was none. */
async function readGround(
  latest: StoredPreferences | undefined,
  writer: Writer,
  document: SessionDocument,
): Promise<string | undefined> {
  if (latest === undefined || !isOf(latest, writer)) return latest?.content;
  const ground = planGround(await document.versions(), writer);
  if (ground.kind === 'latest') return latest.content;
  return ground.kind === 'none' ? undefined : (await document.read(ground.version))?.content;
}

/** Brings back what was there before the stack. */
async function remove(writer: Writer, { document, log }: PreferencesPorts): Promise<void> {
  for (let attempt = 1; attempt <= attemptsMax; attempt++) {
    const plan = planRemoval(await document.versions(), writer);
    log.info('removal of preferences decided', { ...plan });
    if (plan.kind === 'leave') return;
    if (plan.kind === 'remove') return document.remove();
    if (plan.kind === 'promote') return document.makeDefault(plan.version);
    const before = await document.read(plan.version);
    const version = before && (await document.update(draftOfRestored(before, writer)));
    if (version !== undefined) return document.makeDefault(version);
  }
  throw new Error(overtaken);
}

function explain(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  if (error instanceof PreferencesRefused) return error.message;
  if (error.name !== 'DocumentVersionLimitExceeded') return `${error.name}: ${error.message}`;
  const command = `aws ssm delete-document --name ${sessionDocumentName} --document-version <number>`;
  return `it has 1,000 versions, and Systems Manager keeps no more; nothing was changed. Delete old ones (${command}), then deploy again`;
}
