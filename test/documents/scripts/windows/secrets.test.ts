import { describe, expect, it } from 'vitest';
import { callsOf, functionNamed, installer, list, outcomesOf } from './installer.ts';
import { nodesIn } from './power-shell.ts';

/** The outcome of an answer of AWS: that of the first pattern that fits. */
function outcomeOf(answer: string): number {
  for (const entry of list('SecretErrors')) {
    if (typeof entry !== 'object' || Array.isArray(entry)) throw new Error('an entry is no table');
    if (new RegExp(String(entry['Pattern'])).test(answer)) return Number(entry['Code']);
  }
  return 29;
}

describe('an error of AWS', () => {
  it.each([
    [31, '__type:AccessDeniedException,Message:User: x is not authorized to perform: ssm:GetParameter'],
    [31, '__type:ExpiredTokenException,message:The security token included in the request is expired'],
    [31, '__type:UnrecognizedClientException,message:The security token included in the request is invalid'],
    [32, '__type:ParameterNotFound'],
    [32, '__type:ResourceNotFoundException,Message:Secrets Manager can\u2019t find the specified secret.'],
    [32, '__type:InvalidRequestException,Message:the secret was marked for deletion'],
    [
      33,
      '__type:AccessDeniedException,Message:User: x is not authorized to perform: kms:Decrypt on resource',
    ],
    [33, '__type:AccessDeniedException,Message:Access to KMS is not allowed'],
    [
      33,
      '__type:AccessDeniedException,Message:The ciphertext refers to a customer master key that does not exist',
    ],
    [33, '__type:InvalidKeyId'],
    [33, '__type:DecryptionFailure'],
    [29, '__type:InvalidSignatureException,message:Signature expired: 20150101T000000Z is now earlier than'],
    [20, '__type:ThrottlingException,message:Rate exceeded'],
    [20, 'ServiceUnavailable: https://ssm.us-east-1.amazonaws.com answers 503'],
    [20, 'no answer from https://ssm.us-east-1.amazonaws.com (no answer in time)'],
    [29, '__type:SomethingNew'],
  ])('ends as %i: %s', (code, answer) => {
    expect(outcomeOf(answer)).toBe(code);
  });
});

describe('a secret', () => {
  it('is missing when the answer has no text, or a JSON secret no such key', () => {
    expect(outcomesOf('Read-Secret')).toEqual([32]);
  });

  it('is asked for with the credentials of the role first, then those of Default Host Management', () => {
    expect(callsOf('Get-Credentials')).toEqual([
      'Get-RoleCredential',
      'Read-CredentialFile',
      'Read-CredentialFile',
    ]);
    expect(functionNamed('Get-Credentials').body.text).toContain(
      '$env:ProgramFiles\\Amazon\\SSM\\credentials',
    );
  });

  it('is hidden in every line that is printed', () => {
    expect(callsOf('Format-Line')).toEqual(['Hide-Secrets']);
    const printed = nodesIn(installer, 'command').filter(({ text }) => text.startsWith('Write-Host'));
    expect(printed.map(({ text }) => text.trim())).toEqual([
      'Write-Host $line',
      'Write-Host (Format-Line "muster: $($Outcome.Text)" 600)',
    ]);
    expect(functionNamed('Write-Line').body.text).toContain('$line = Format-Line "muster: $Text"');
  });

  it('is in no argument but the one where the configuration names it', () => {
    const users = nodesIn(installer, 'variable').filter(({ text }) => /^\$Secrets$/i.test(text));
    const places = users.map((node) => {
      for (let around = node.parent; around; around = around.parent)
        if (around.type === 'function_statement') return around.namedChildren[0]?.text;
      return 'the top';
    });
    expect(new Set(places)).toEqual(new Set(['Get-Value', 'Get-ValueNames', 'the top', 'Save-Secrets']));
  });
});
