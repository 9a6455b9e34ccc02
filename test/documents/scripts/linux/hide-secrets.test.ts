import { afterAll, describe, expect, it } from 'vitest';
import { findProgram, nodeShells } from '../programs.ts';
import { firstShell, Sandbox } from './sandbox.ts';

const sandbox = new Sandbox();
afterAll(() => sandbox.remove());

const awks = ['mawk', 'gawk', 'original-awk', 'busybox'].filter((name) => findProgram(name) !== undefined);

/** What is left of a text under these secrets. */
async function hide(
  text: string | Buffer,
  secrets: Record<string, string>,
  { awk = 'awk', shell = firstShell(), isRecorded = false } = {},
): Promise<string> {
  const lines = `secret_names='${Object.keys(secrets).join(' ')}'\nhide_secrets`;
  const { stdout, stderr } = await sandbox.run(shell, ['sha-hmac', 'hide-secrets'], lines, {
    input: text,
    awk,
    isRecorded,
    environment: secrets,
  });
  expect(stderr).toBe('');
  return stdout;
}

describe.each(awks)('what a program prints, filtered with %s', (awk) => {
  it('shows no secret, however often it stands in a line and whatever characters it has', async () => {
    const secrets = { A: 'a.c*[x]^$(|)+?{1}\\/&', B: '%s\\n"quotes"', C: 'Grüße-水' };
    const text = Object.values(secrets)
      .map((value) => `x${value}y ${value}${value} abc\n`)
      .join('');
    expect(await hide(text, secrets, { awk })).toBe('x******y ************ abc\n'.repeat(3));
  });

  it('shows no secret as a trace of the shell or a text of JSON spells it', async () => {
    const secrets = { A: "abc'defg'h", B: 'x"y\\zw' };
    const spelt = [`'abc'\\''defg'\\''h'`, `'abc'"'"'defg'"'"'h'`, `$'abc\\'defg\\'h'`, '"x\\"y\\\\zw"'];
    expect(await hide(`${spelt.join('\n')}\n`, secrets, { awk })).toBe(
      "'******'\n'******'\n$'******'\n\"******\"\n",
    );
  });

  it('shows no line of a secret of several lines, but those that are too short to be one', async () => {
    const key = '-----BEGIN KEY-----\r\n  MIIEabc  \n==\n\nzyx\n-----END KEY-----\n';
    const text = 'key: -----BEGIN KEY-----\nMIIEabc==\n==\nzyx\n   -----END KEY-----   \nother';
    expect(await hide(text, { KEY: key }, { awk })).toBe(
      'key: ******\n******==\n==\nzyx\n   ******   \nother\n',
    );
  });

  it('shows nothing of secrets that overlap, or of which one holds the other', async () => {
    const secrets = { A: 'abcd1234', B: '1234efgh', C: '1234', D: 'aaaa' };
    expect(await hide('-abcd1234efgh-\n1234 aaaaaa\nabcd 123\n', secrets, { awk })).toBe(
      '-******-\n****** ******\nabcd 123\n',
    );
  });

  it('goes through binary output, and through long lines without an end', async () => {
    const binary = Buffer.from(Array.from({ length: 200_000 }, (_, index) => (index * 7919) % 256));
    const utf16 = Buffer.from('the-secret', 'utf16le');
    const long = `${'aaaa'.repeat(100_000)}the-secret`;
    const text = await hide(
      Buffer.concat([binary, Buffer.from('\nthe-secret\n'), utf16, Buffer.from(`\n${long}`)]),
      { A: 'the-secret', B: 'aaaa' },
      { awk },
    );
    expect(text.includes('the-secret')).toBe(false);
    expect(text).toMatch(/\n\*{6}\n\*{6}\n\*{6} \(a line of 400010 characters\)\n$/);
  });

  it('ends in time where every place of a line is one of a secret', async () => {
    const line = 'aaaa'.repeat(4000);
    expect(await hide(`${line}\n`.repeat(5), { A: 'aaaa', B: 'aaaaa' }, { awk })).toBe('******\n'.repeat(5));
  });
});

describe.each(nodeShells)('what a program prints under %s', (_name, shell) => {
  it('stays as it is where there are no secrets', async () => {
    expect(await hide('a\nb', {}, { shell })).toBe('a\nb');
  });

  it('shows no secret', async () => {
    expect(await hide("it's 'my secret'\n", { A: "'my secret'" }, { shell, isRecorded: true })).toBe(
      "it's ******\n",
    );
    expect(sandbox.programArguments).toContain('awk');
    expect(sandbox.programArguments).not.toContain('my secret');
  });
});
