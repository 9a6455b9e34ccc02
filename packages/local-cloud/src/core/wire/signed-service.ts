/**
 * The service in the scope of a signature, for instance `s3` in
 * `Credential=AKID/20260101/us-east-1/s3/aws4_request`. Undefined for a request without a signature.
 */
export function signedService({
  authorization = '',
}: {
  readonly authorization?: string | undefined;
}): string | undefined {
  return /Credential=[^/,]+\/\d{8}\/[^/]*\/([^/,]+)\/aws4_request/.exec(authorization)?.[1];
}
