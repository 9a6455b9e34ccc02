import { createServer, globalAgent } from 'node:https';
import type { CloudFormationCustomResourceCreateEvent } from 'aws-lambda';
import { accountId } from '../accounts.ts';

/** A request that the fake CloudFormation has received. */
export interface TakenAnswer {
  readonly method: string | undefined;
  readonly path: string | undefined;
  readonly headers: Readonly<Record<string, unknown>>;
  readonly body: string;
}

/** The place where CloudFormation waits for answers, on loopback. */
export interface AnswerServer {
  /** The signed address that CloudFormation would give with an event. */
  readonly url: string;
  readonly taken: TakenAnswer[];
  /** The HTTP status of the next answers; 200 at first. */
  answerWith(status: number): void;
  close(): Promise<void>;
}

/**
 * Starts the server. It speaks real TLS, but with a pre-shared key, so that no certificate is needed. Until
 * the server is closed, the default agent of `node:https` uses that key too.
 */
export async function startAnswerServer(): Promise<AnswerServer> {
  const psk = Buffer.from('the key of this test');
  const taken: TakenAnswer[] = [];
  let status = 200;
  const server = createServer({ ciphers: 'PSK', pskCallback: () => psk }, (request, response) => {
    const parts: Buffer[] = [];
    request.on('data', (part: Buffer) => parts.push(part));
    request.on('end', () => {
      const { method, url: path, headers } = request;
      taken.push({ method, path, headers, body: Buffer.concat(parts).toString() });
      response.writeHead(status).end('noted');
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('the server has no port');

  const usual = { ...globalAgent.options };
  globalAgent.options = {
    ...usual,
    ciphers: 'PSK',
    pskCallback: () => ({ psk, identity: 'test' }),
    checkServerIdentity: () => undefined,
  };
  return {
    url: `https://127.0.0.1:${address.port}/answer?X-Amz-Signature=abc%2Fdef`,
    taken,
    answerWith: (next) => {
      status = next;
    },
    close: () => {
      globalAgent.options = usual;
      server.closeAllConnections();
      return new Promise((resolve) => server.close(() => resolve()));
    },
  };
}

/** The event of a custom resource that is created, for a document. */
export function aCreateEvent(
  fields: Partial<CloudFormationCustomResourceCreateEvent> = {},
): CloudFormationCustomResourceCreateEvent {
  const serviceToken = `arn:aws:lambda:eu-west-1:${accountId}:function:document-version`;
  return {
    RequestType: 'Create',
    ServiceToken: serviceToken,
    ResponseURL: 'https://127.0.0.1/',
    StackId: `arn:aws:cloudformation:eu-west-1:${accountId}:stack/MusterOnboarding/1`,
    RequestId: 'request-1',
    LogicalResourceId: 'LinuxVersion',
    ResourceType: 'Custom::MusterDocumentVersion',
    ResourceProperties: { ServiceToken: serviceToken, DocumentName: 'Muster-Linux' },
    ...fields,
  };
}
