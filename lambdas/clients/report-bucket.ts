import { request } from 'node:https';
import { fromEnv } from '@aws-sdk/credential-provider-env';
import { Sha256 } from '@smithy/core/checksum';
import { SignatureV4 } from '@smithy/signature-v4';
import { type Clock, systemClock } from './clock.ts';

/** A bucket of S3 into which reports are written. */
export interface ReportBucket {
  /**
   * Writes an object; one with this key is replaced.
   * @throws when S3 refuses it, or does not take it after three attempts.
   */
  put(key: string, contentType: string, body: string): Promise<void>;
}

/** Long enough for some megabytes; a report of 2,400 instances has half of one. */
const answerTimeoutMs = 30_000;
const pausesMs = [1_000, 4_000];

/**
 * Signs and sends the one request that a report needs: S3's own client would be the largest part of the bundle.
 * `domain` is the bucket's regional domain name, which tells the partition too.
 */
export function createReportBucket(domain: string, region: string, clock: Clock = systemClock): ReportBucket {
  const signer = new SignatureV4({
    service: 's3',
    region,
    credentials: fromEnv(),
    sha256: Sha256,
    uriEscapePath: false, // S3 signs the path as it is sent
  });
  const putOnce = async (key: string, contentType: string, body: string): Promise<Answer> => {
    const path = `/${key.split('/').map(encodeURIComponent).join('/')}`;
    const headers = {
      host: domain,
      'content-type': contentType,
      'content-length': String(Buffer.byteLength(body)),
    };
    const signed = await signer.sign({
      method: 'PUT',
      protocol: 'https:',
      hostname: domain,
      path,
      headers,
      body,
    });
    return send(`https://${domain}${path}`, signed.headers, body);
  };
  return {
    async put(key, contentType, body) {
      for (const pauseMs of pausesMs) {
        const answer = await putOnce(key, contentType, body);
        if (!answer.isPassing) return settle(key, answer);
        await clock.pause(pauseMs);
      }
      settle(key, await putOnce(key, contentType, body));
    },
  };
}

interface Answer {
  readonly status: number;
  readonly text: string;
  /** True when another attempt may go better: S3 asks for patience, or no answer came. */
  readonly isPassing: boolean;
}

/** @throws when the object was not taken. */
function settle(key: string, { status, text }: Answer): void {
  if (status !== 200) throw new Error(`S3 did not take ${key}: ${status} ${text.slice(0, 300)}`);
}

function send(url: string, headers: Readonly<Record<string, string>>, body: string): Promise<Answer> {
  return new Promise((resolve) => {
    const fail = (error: Error) => resolve({ status: 0, text: error.message, isPassing: true });
    const put = request(url, { method: 'PUT', headers }, (response) => {
      const parts: Buffer[] = [];
      const status = response.statusCode ?? 0;
      response.on('data', (part: Buffer) => parts.push(part));
      response.on('error', fail);
      response.on('end', () =>
        resolve({ status, text: Buffer.concat(parts).toString(), isPassing: status >= 500 }),
      );
    });
    put.setTimeout(answerTimeoutMs, () => put.destroy(new Error('S3 did not answer in time')));
    put.on('error', fail);
    put.end(body);
  });
}
