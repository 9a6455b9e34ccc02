import { describe, expect, test } from 'vitest';
import { readRehearsal } from '../../../../simulator/rehearsal/rehearsal-input.ts';
import { inputFile, instance, instances, node, nodes, problemOf } from '../fleet-files.ts';

const DESCRIBE = '`aws ec2 describe-instances --output json`';

describe('refuses a file that is not the JSON of the AWS CLI', () => {
  test.each(['', ' \n'])('refuses an empty file: %j', async (text) => {
    expect(await problemOf(text)).toBe(`fleet.json: is empty; allowed: what ${DESCRIBE} prints`);
    expect(await problemOf(instances(instance(1)), text)).toMatch(
      /^managed.json: is empty; .*ssm describe-instance-inf/,
    );
  });

  test.each([
    ['the table format of the AWS CLI', '-----------------\n|DescribeInstances|\n'],
    ['the table format of the AWS CLI', '+---+\n'],
    ['the text format of the AWS CLI', 'RESERVATIONS\t0\tr-1\nINSTANCES\t0\n'],
    ['the yaml format of the AWS CLI', 'Reservations:\n- Instances: []\n'],
    ['the yaml format of the AWS CLI', '- Reservations:\n  - Groups: []\n'],
    ['XML', '<?xml version="1.0"?>\n<DescribeInstancesResponse/>'],
  ])('refuses %s', async (form, text) => {
    expect(await problemOf(text)).toBe(`fleet.json: is in ${form}; allowed: JSON, as ${DESCRIBE} prints it`);
  });

  test.each([
    ['{"Reservations": [', 1, 19, 'a value or ]'],
    ['{\n  "Reservations": [\n    {"a": "b\\', 3, 14, 'a value'],
    ['{\n  "Reservations": [],\n', 3, 1, 'a name in double quotes'],
    ['{"Reservations": tru', 1, 21, 'a value'],
    ['{"Reservations": [] ', 1, 21, ', or }'],
    ['{"Reservations": []}\n{"Reservations": [', 2, 19, 'a value or ]'],
  ])('refuses the truncated %j', async (text, line, column, allowed) => {
    expect(await problemOf(text)).toBe(
      `fleet.json: line ${line}, column ${column}: the file ends in the middle of the JSON; allowed here: ${allowed}. Was it cut off?`,
    );
  });

  test.each([
    ['{"Reservations": [],}', 1, 21, '}', 'a name in double quotes'],
    ['{"Reservations": [,]}', 1, 19, ',]}', 'a value or ]'],
    ["{'Reservations': []}", 1, 2, "'Reservations': []}", 'a name in double quotes or }'],
    ['{"Reservations" []}', 1, 17, '[]}', ':'],
    ['An error occurred (UnauthorizedOperation)', 1, 1, 'An error occurred (U', 'a value'],
    ['{"Reservations": []} An error', 1, 22, 'An error', 'the end of the file'],
    ['[1 2]', 1, 4, '2]', ', or ]'],
    ['["a\tb"]', 1, 2, '"a\tb"]', 'a value or ]'],
  ])('refuses the broken %j', async (text, line, column, received, allowed) => {
    expect(await problemOf(text)).toBe(
      `fleet.json: line ${line}, column ${column}: received ${JSON.stringify(received)}; allowed: ${allowed}`,
    );
  });

  test('names the last place of a large file that is cut off', async () => {
    const long = instance(1, { UserData: 'x'.repeat(1_000_000) });
    const text = instances(...Array.from({ length: 17 }, () => long)).slice(0, -5);
    const file = inputFile(
      'fleet.json',
      `${instances(instance(2))}${text}`,
      'aws ec2 describe-instances',
      1_000_000,
    );
    await expect(readRehearsal({ instances: [file] })).rejects.toThrow(
      'fleet.json: document 2 Reservations[1]: the file ends in the middle of the JSON. Was it cut off? Write it again: aws ec2 describe-instances --output json',
    );
  });

  test('names the encoding of a Windows console, its line, and the commands that make it readable', async () => {
    const text = instances(instance(1, { Tags: [{ Key: 'Name', Value: 'Zürich' }] }));
    expect(await problemOf(Buffer.from(text, 'latin1'))).toMatch(
      /^fleet\.json: is not text in UTF-8 \(line 50\); allowed: UTF-8 or UTF-16\. It looks like code page 1252.* iconv -f WINDOWS-1252 -t UTF-8 fleet\.json > utf8\.json; in PowerShell: Get-Content -Encoding Default fleet\.json \| Set-Content -Encoding UTF8 utf8\.json$/,
    );
  });
});

test.each([
  ['gzip', Buffer.from([0x1f, 0x8b, 8, 0, 0])],
  ['zip', Buffer.from('PK\u0003\u0004')],
])('refuses a file in %s, and names the command that makes it readable', async (_, bytes) => {
  expect(await problemOf(bytes)).toBe(
    'fleet.json: is compressed; allowed: JSON. This makes it readable: gunzip -c fleet.json | muster rehearse --instances -',
  );
});

test('refuses arrays in arrays without end', async () => {
  expect(await problemOf(`${'['.repeat(100_000)}${']'.repeat(100_000)}`)).toMatch(
    /received an array; allowed: an object/,
  );
});

describe('refuses another document', () => {
  const whole = `allowed: the output of ${DESCRIBE}, or its entries as jq prints them`;

  test.each([
    ['12', 'holds 12'],
    ['null', 'holds null'],
    ['{}', 'holds an empty object'],
    ['{"a": 1, "b": 2}', 'has only "a, b"'],
    ['{"Reservations": {}}', 'Reservations: received an object'],
    [
      '{"InstanceInformationList": [{}]}',
      'has "InstanceInformationList": looks like the output of `aws ssm describe-instance-information`; was it meant for --managed?',
    ],
    [
      '{"InstanceStatuses": []}',
      'has "InstanceStatuses": looks like the output of `aws ec2 describe-instance-status`',
    ],
  ])('refuses %s', async (text, what) => {
    expect(await problemOf(text)).toBe(`fleet.json: ${what}; ${whole}`);
  });

  test('refuses one list where the other should be', async () => {
    expect(await problemOf(nodes(node(1)))).toMatch(
      /^fleet\.json: has "InstanceInformationList": .* --managed\?; allowed/,
    );
    const fleet = instances(instance(1));
    expect(await problemOf(fleet, fleet)).toMatch(
      /^managed\.json: has "Reservations": .* --instances\?; allowed: the output of `aws ssm describe-instance-information --output json`/,
    );
  });

  test.each(['[]', '{"Reservations": []}'])('refuses %s, in which there is no instance', async (text) => {
    expect(await problemOf(text)).toMatch(
      /^fleet\.json: received no instance at all; .* account and region\? aws ec2 describe-instances --region/,
    );
  });
});

describe('refuses a file of which no entry is right', () => {
  const at = 'fleet.json: Reservations[0].Instances[0]';
  const again = '. Write it again, without --query: aws ec2 describe-instances --output json';

  test.each([
    [{ InstanceId: 12 }, 'InstanceId: received 12; allowed: an instance id such as i-0123456789abcdef0'],
    [
      { InstanceId: 'i-1' },
      'InstanceId: received "i-1"; allowed: an instance id such as i-0123456789abcdef0',
    ],
    [{ State: 'running' }, 'State: received "running"; allowed: an object with Name'],
    [
      { State: { Name: 'asleep' } },
      'State.Name: received "asleep"; allowed: one of pending, running, shutting-down, terminated, stopping, stopped',
    ],
    [{ Tags: { Name: 'x' } }, 'Tags: received an object; allowed: an array'],
    [{ Tags: [{ Key: 'a', Value: 1 }] }, 'Tags[0].Value: received 1; allowed: a string'],
    [{ IamInstanceProfile: 'web' }, 'IamInstanceProfile: received "web"; allowed: an object with Arn'],
    [{ Operator: { Managed: 'yes' } }, 'Operator.Managed: received "yes"; allowed: true or false'],
  ])('refuses %j', async (changes, problem) => {
    expect(await problemOf(instances(instance(1, changes)))).toBe(`${at}.${problem}${again}`);
  });

  test('and says how many are wrong', async () => {
    expect(await problemOf(instances({ InstanceId: 1 }, { InstanceId: 2 }))).toMatch(
      / \(the first of 2 wrong entries\)\. Write it again/,
    );
  });
});
