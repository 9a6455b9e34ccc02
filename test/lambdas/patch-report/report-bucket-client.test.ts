import { PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { mockClient } from 'aws-sdk-client-mock';
import { afterAll, afterEach, expect, it } from 'vitest';
import { createReportBucket } from '../../../lambdas/patch-report/report-bucket-client.ts';

const s3 = mockClient(S3Client);
afterAll(() => s3.restore());
afterEach(() => s3.reset());

const put = () => createReportBucket('reports', new S3Client()).put('a/b=c.csv', 'text/csv', 'id\nü\n');

it('writes an object with its key, its type and its text', async () => {
  s3.on(PutObjectCommand).resolves({});
  await put();
  expect(s3.commandCalls(PutObjectCommand).map(({ args: [command] }) => command.input)).toEqual([
    { Bucket: 'reports', Key: 'a/b=c.csv', ContentType: 'text/csv', Body: 'id\nü\n' },
  ]);
});

it('fails when S3 does not take the object', async () => {
  s3.on(PutObjectCommand).rejects(new Error('AccessDenied'));
  await expect(put()).rejects.toThrow('AccessDenied');
});
