import { createHash } from 'node:crypto';

/**
 * An opaque page token: where the next page begins, and which request it belongs to. `request` is whatever must be the
 * same on every page (filters, ids), so that a token cannot be used with another request.
 */
export function writePageToken(position: number, request: unknown): string {
  return Buffer.from(`${position}:${fingerprint(request)}`).toString('base64url');
}

/** The position in a token, 0 when there is no token, or undefined when it is not a token of this request. */
export function readPageToken(token: string | undefined, request: unknown): number | undefined {
  if (token === undefined || token === '') return 0;
  const parts = /^(\d+):([0-9a-f]+)$/.exec(Buffer.from(token, 'base64url').toString());
  return parts !== null && parts[2] === fingerprint(request) ? Number(parts[1]) : undefined;
}

function fingerprint(request: unknown): string {
  return createHash('sha256')
    .update(JSON.stringify(request) ?? '')
    .digest('hex')
    .slice(0, 16);
}
