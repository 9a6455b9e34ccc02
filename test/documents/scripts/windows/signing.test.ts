import { describe, expect, it } from 'vitest';
import { functionNamed } from './installer.ts';
import { canRun, runPowerShell } from './run-power-shell.ts';

describe('a signature of AWS', () => {
  // The worked example of Signature Version 4 in AWS's documentation: the signing key of IAM on 2012-02-15.
  const secret = 'wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY';

  it.runIf(canRun)('has the published key', () => {
    const key = `$key = Get-Bytes 'AWS4${secret}'; foreach ($part in '20120215', 'us-east-1', 'iam', 'aws4_request') { $key = Get-Mac $key $part }`;
    expect(runPowerShell(['signing'], key, 'Get-Hex $key')).toBe(
      'f4780e2d9f65fa895f9c67b32ce1baf0b0d8a43505a000a1a9e090d414db404d',
    );
  });

  it.runIf(canRun)('covers a path as AWS writes it', () => {
    expect(runPowerShell(['signing'], '', "ConvertTo-UriPath '/a b/c+d(1).msi'")).toBe(
      '/a%20b/c%2Bd%281%29.msi',
    );
  });

  it('is made of all headers in the order of their bytes, and hides the secret in a key', () => {
    const { text } = functionNamed('Add-Signature').body;
    expect(text).toContain('[Array]::Sort($names, [StringComparer]::Ordinal)');
    expect(text).toContain("if ($Credential.Token) { $headers['x-amz-security-token'] = $Credential.Token }");
    expect(text).not.toMatch(/Credential\.Secret(?! \$scope \$text)/);
  });
});
