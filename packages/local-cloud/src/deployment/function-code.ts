import { createHash } from 'node:crypto';
import { mkdirSync, mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { isRecord } from '../core/is-record.ts';
import { NotEmulatedError } from '../core/service.ts';
import { AssemblyError, type AssemblyStack } from './assembly.ts';

/**
 * The folder with the code of a function: an asset of the assembly, or the text in ZipFile.
 * @throws NotEmulatedError for other code, by the name of its property; AssemblyError for an asset that is missing.
 */
export function codeFolder({ assetFolders }: AssemblyStack, logicalId: string, code: unknown): string {
  const { ZipFile: text, S3Key: key, ...others } = isRecord(code) ? code : {};
  if (typeof text === 'string') return inlineFolder(text);
  if (typeof key !== 'string') {
    const [other = 'nothing'] = Object.keys(others);
    throw new NotEmulatedError(
      `${other} in the Code of ${logicalId} (it takes ZipFile, and assets by S3Key)`,
    );
  }
  const folder = assetFolders.get(key.replace(/\.zip$/, ''));
  if (folder === undefined) throw new AssemblyError(`${logicalId}: the assembly has no asset ${key}`);
  if (statSync(folder, { throwIfNoEntry: false })?.isFile() === true)
    throw new NotEmulatedError(`code in an archive (${folder}, the S3Key of ${logicalId})`);
  return folder;
}

const inlineFolders = new Map<string, string>();

/** What CloudFormation puts beside inline code that asks for it. It answers a custom resource. */
const cfnResponse = `
const https = require('https');
exports.SUCCESS = 'SUCCESS';
exports.FAILED = 'FAILED';
exports.send = (event, context, Status, Data, PhysicalResourceId = context.logStreamName, NoEcho = false) => {
  const { StackId, RequestId, LogicalResourceId } = event;
  const Reason = 'See the details in CloudWatch Log Stream: ' + context.logStreamName;
  const answer = { Status, Reason, PhysicalResourceId, StackId, RequestId, LogicalResourceId, NoEcho, Data };
  const { hostname, pathname, search } = new URL(event.ResponseURL);
  const options = { hostname, port: 443, path: pathname + search, method: 'PUT', headers: { 'content-type': '' } };
  return new Promise((resolve) => {
    const end = () => { context.done?.(); resolve(); };
    const request = https.request(options, (response) => response.resume().on('end', end));
    request.on('error', end);
    request.end(JSON.stringify(answer));
  });
};
`;

/** Writes inline code to `index.js` in a folder of its own, which lasts as long as the process. */
function inlineFolder(text: string): string {
  const hash = createHash('sha256').update(text).digest('hex');
  const known = inlineFolders.get(hash);
  if (known !== undefined) return known;
  const folder = mkdtempSync(join(tmpdir(), 'local-cloud-code-'));
  process.once('exit', () => rmSync(folder, { recursive: true, force: true }));
  writeFileSync(join(folder, 'index.js'), text);
  if (text.includes('cfn-response')) {
    const place = join(folder, 'node_modules', 'cfn-response');
    mkdirSync(place, { recursive: true });
    writeFileSync(join(place, 'index.js'), cfnResponse);
  }
  inlineFolders.set(hash, folder);
  return folder;
}
