import { createHash, createHmac } from 'node:crypto';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { createReportBucket } from '../../../lambdas/clients/report-bucket.ts';
import { type AnswerServer, startAnswerServer, type TakenAnswer } from '../custom-resource.ts';
import { type FakeClock, fakeClock } from '../fakes.ts';

const secret = 'secret';
let server: AnswerServer;
let clock: FakeClock;
beforeEach(async () => {
  vi.stubEnv('AWS_ACCESS_KEY_ID', 'AKID');
  vi.stubEnv('AWS_SECRET_ACCESS_KEY', secret);
  vi.stubEnv('AWS_SESSION_TOKEN', 'token');
  server = await startAnswerServer();
  clock = fakeClock();
});
afterEach(() => {
  vi.unstubAllEnvs();
  return server.close();
});

const put = (key: string, body: string) =>
  createReportBucket(new URL(server.url).host, 'eu-west-1', clock).put(key, 'text/csv', body);

const sha256 = (text: string) => createHash('sha256').update(text).digest('hex');
const hmac = (key: string | Buffer, text: string) => createHmac('sha256', key).update(text).digest();

/** The signature that S3 would compute for what it has received (S3 API reference, "Signature Calculations"). */
function signatureOf({ method, path, headers, body }: TakenAnswer): string {
  const [, day, region, signed] =
    /Credential=AKID\/(\d{8})\/([\w-]+)\/s3\/aws4_request, SignedHeaders=([\w;-]+),/.exec(
      String(headers['authorization']),
    ) ?? [];
  const lines = (signed ?? '').split(';').map((name) => `${name}:${headers[name]}\n`);
  const canonical = [method, path, '', lines.join(''), signed, sha256(body)].join('\n');
  const scope = `${day}/${region}/s3/aws4_request`;
  const text = ['AWS4-HMAC-SHA256', headers['x-amz-date'], scope, sha256(canonical)].join('\n');
  const key = [region ?? '', 's3', 'aws4_request'].reduce(hmac, hmac(`AWS4${secret}`, day ?? ''));
  return hmac(key, text).toString('hex');
}

it('puts the object with a signature that S3 would compute as well', async () => {
  const body = 'name\n"Grüße, Welt"\n';
  await put('patch-compliance/instances/csv/date=2026-11-22/instances.csv', body);
  const [taken, ...others] = server.taken;
  expect(others).toEqual([]);
  expect(taken).toMatchObject({
    method: 'PUT',
    path: '/patch-compliance/instances/csv/date%3D2026-11-22/instances.csv',
    body,
  });
  expect(taken?.headers).toMatchObject({
    'content-type': 'text/csv',
    'content-length': String(Buffer.byteLength(body)),
    'x-amz-content-sha256': sha256(body),
    'x-amz-security-token': 'token',
  });
  expect(taken?.headers['authorization']).toContain('/eu-west-1/s3/aws4_request');
  expect(String(taken?.headers['authorization']).split('Signature=')[1]).toBe(
    taken === undefined ? '' : signatureOf(taken),
  );
});

it('refuses what S3 refuses, at once, and says which object', async () => {
  server.answerWith(403);
  await expect(put('a/b.csv', 'x')).rejects.toThrow('S3 did not take a/b.csv: 403 noted');
  expect(server.taken).toHaveLength(1);
});

it('tries three times while S3 has trouble, and then gives up', async () => {
  server.answerWith(503);
  await expect(put('a/b.csv', 'x')).rejects.toThrow('S3 did not take a/b.csv: 503 noted');
  expect(server.taken).toHaveLength(3);
  expect(clock.pauses).toEqual([1000, 4000]);
});

it('tries again when no answer comes', async () => {
  await server.close();
  await expect(put('a/b.csv', 'x')).rejects.toThrow(/^S3 did not take a\/b\.csv: 0 .*ECONNREFUSED/);
  expect(clock.pauses).toEqual([1000, 4000]);
});
