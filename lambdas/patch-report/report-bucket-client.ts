import { PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { connect } from '../shared/clients/connect.ts';

/** A bucket in S3 for reports. */
export interface ReportBucket {
  /**
   * Writes an object. It replaces an object with the same key.
   * @throws when S3 refuses it, or does not take it after three attempts.
   */
  put(key: string, contentType: string, body: string): Promise<void>;
}

/** Writes to S3. */
export function createReportBucket(bucketName: string, client = connect(S3Client)): ReportBucket {
  return {
    async put(key, contentType, body) {
      const object = { Bucket: bucketName, Key: key, ContentType: contentType, Body: body };
      await client.send(new PutObjectCommand(object));
    },
  };
}
