import { isRecord } from '../core/is-record.ts';
import { ownEntry } from '../core/own-entry.ts';
import { NotEmulatedError } from '../core/service.ts';
import type { DocumentStep } from './command-document.ts';
import { goMember } from './go-text.ts';
import type { Asking } from './run-events.ts';
import { FETCH_MS, fetchDocument } from './run-nested-document.ts';
import { type ActionEnd, type Frame, joinPath, type RunState } from './step-run.ts';

const SOURCE_TYPES = ['Git', 'HTTP', 'GitHub', 'S3', 'SSMDocument'];
/** The source types that are emulated. */
export const emulatedSources: readonly string[] = ['S3', 'SSMDocument'];

type Downloaded = { readonly files: ReadonlyMap<string, string> } | { readonly words: string };

/** Fetches objects of a bucket, or a document, into a folder of the run (amazon-ssm-agent, downloadcontent). */
export function* downloadContent(step: DocumentStep, frame: Frame, state: RunState): Asking<ActionEnd> {
  const input = readInput(step);
  const destination =
    typeof input === 'string' || input.destination.startsWith('/')
      ? ''
      : `${joinPath(frame.folder, 'downloads')}/`;
  const result =
    typeof input === 'string'
      ? { words: input }
      : yield* fetchContent(input, destination + input.destination, state);
  if ('words' in result) return end('Failed', 1, '', result.words);
  for (const [path, content] of result.files) state.files.set(path, content);
  const said = typeof input === 'string' ? '' : destination + input.destination;
  return end('Success', 0, `Content downloaded to ${said}`, '');

  function end(status: ActionEnd['status'], code: number, stdout: string, stderr: string): ActionEnd {
    return { status, code, ...state.print(frame, step, { stdout, stderr }) };
  }
}

interface ContentInput {
  readonly type: string;
  readonly source: Readonly<Record<string, unknown>>;
  readonly destination: string;
}

function readInput({ inputs }: DocumentStep): ContentInput | string {
  const type = String(goMember(inputs, 'sourceType') ?? '');
  const info = goMember(inputs, 'sourceInfo') ?? '';
  if (type === '') return 'invalid input: SourceType must be specified';
  if (!SOURCE_TYPES.includes(type)) return 'invalid input: Unsupported source type';
  if (info === '') return 'invalid input: SourceInfo must be specified';
  if (!emulatedSources.includes(type)) throw new NotEmulatedError(`aws:downloadContent from ${type}`);
  const source = isRecord(info) ? info : readJson(String(info));
  if (source === undefined)
    return type === 'S3'
      ? 's3 url parsing failed. Source Info could not be unmarshalled for source type S3. Please check JSON format of SourceInfo'
      : 'SSMDocument SourceInfo parsing failed. SourceInfo could not be unmarshalled for SourceType SSMDocument. Please check JSON format of SourceInfo';
  return { type, source, destination: String(goMember(inputs, 'destinationPath') ?? '') };
}

function readJson(text: string): Readonly<Record<string, unknown>> | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return isRecord(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

function* fetchContent(input: ContentInput, destination: string, state: RunState): Asking<Downloaded> {
  if (input.type === 'S3') return yield* fetchObjects(input, destination, state);
  const name = String(goMember(input.source, 'name') ?? '');
  if (name === '') return { words: 'SSM Document name in SourceType must be specified' };
  const fetched = yield* fetchDocument(name, state);
  if ('refusal' in fetched) return { words: fetched.refusal };
  const [base = ''] = name.slice(name.lastIndexOf('/') + 1).split(':');
  const path = isFolder(destination, state) ? joinPath(destination, `${base}.json`) : destination;
  return { files: new Map([[path, fetched.content]]) };
}

function isFolder(path: string, { files }: RunState): boolean {
  return path.endsWith('/') || [...files.keys()].some((file) => file.startsWith(`${path}/`));
}

function* fetchObjects({ source }: ContentInput, destination: string, state: RunState): Asking<Downloaded> {
  const address = String(goMember(source, 'path') ?? '').trim();
  if (address === '') return { words: 'S3 source path in SourceInfo must be specified' };
  const place = readAddress(address);
  if (place === undefined) return { words: 'invalid S3 path parameter' };
  const { bucket, key } = place;
  const answer = yield { kind: 'bucket', name: bucket };
  if (answer.kind !== 'bucket') throw new TypeError(`a bucket was answered by a ${answer.kind}`);
  state.clockMs += FETCH_MS;
  const { objects } = answer;
  if (objects === undefined) return notFound();
  const prefix = key === '' || key.endsWith('/') ? key : `${key}/`;
  const below = Object.entries(objects).filter(([name]) => name.startsWith(prefix) && !name.endsWith('/'));
  if (below.length > 0)
    return {
      files: new Map(
        below.map(([name, content]) => [joinPath(destination, name.slice(prefix.length)), content]),
      ),
    };
  const content = ownEntry(objects, key);
  if (content === undefined) return notFound();
  const name = key.slice(key.lastIndexOf('/') + 1);
  const path = isFolder(destination, state) ? joinPath(destination, name) : destination;
  return { files: new Map([[path, content]]) };
}

/** The agent tries S3 first and then a plain download, and tells the end of that. */
function notFound(): Downloaded {
  return { words: 'http request failed. status:404 Not Found statuscode:404' };
}

/** Bucket and key of an https address of S3, with the bucket in the host or at the start of the path. */
function readAddress(address: string): { bucket: string; key: string } | undefined {
  if (!URL.canParse(address)) return undefined;
  const { hostname, pathname } = new URL(address);
  const host = /^(?:(.+)\.)?s3(?:[.-](?:accelerate|dualstack|[a-z0-9-]+))*\.amazonaws\.com(?:\.cn)?$/.exec(
    hostname,
  );
  if (host === null) return undefined;
  const path = decodeURIComponent(pathname.slice(1));
  if (host[1] !== undefined) return { bucket: host[1], key: path };
  const slash = path.indexOf('/');
  if (path === '') return undefined;
  return slash < 0 ? { bucket: path, key: '' } : { bucket: path.slice(0, slash), key: path.slice(slash + 1) };
}
