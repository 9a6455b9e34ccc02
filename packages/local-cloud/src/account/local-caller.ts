import type { IncomingHttpHeaders } from 'node:http';
import { ServiceError } from '../core/service.ts';

/** The names of this machine. A browser resolves whatever ends in `.localhost` to the loopback address, too. */
const localHost = /^(127\.0\.0\.1|\[::1\]|([a-z0-9.-]+\.)?localhost)(:\d+)?$/i;

/**
 * Refuses what a web page of somebody else sends. A page of another site can send requests to this machine, and by a DNS
 * name of its own that leads here it can also read the answers.
 * @throws ServiceError when the host is none of this machine, or the request comes from another site.
 */
export function assertLocalCaller({ host = '', origin, ...headers }: IncomingHttpHeaders): void {
  if (!localHost.test(host)) refuse(`the host is ${host}`);
  if (origin !== undefined && origin !== `http://${host}`) refuse(`the request comes from ${origin}`);
  const site = headers['sec-fetch-site'] ?? 'none';
  if (site !== 'none' && site !== 'same-origin') refuse(`the request comes from another site (${site})`);
}

function refuse(what: string): never {
  const message = `The local cloud answers this machine only: ${what}; allowed: 127.0.0.1, localhost, and no other site`;
  throw new ServiceError('AccessDeniedException', message, { statusCode: 403 });
}
