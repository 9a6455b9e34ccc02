import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { findJsonMistake } from '../../../../simulator/fleet/real-fleet-json.ts';
import { idOf, instance, instances, node, nodes, problemOf } from '../real-fleet-files.ts';

const DESCRIBE = '`aws ec2 describe-instances --output json`';

describe('refuses a file that is not the JSON of the AWS CLI', () => {
  test.each(['', ' \n'])('refuses an empty file: %j', (text) => {
    expect(problemOf(text)).toBe(`fleet.json: is empty; allowed: what ${DESCRIBE} prints`);
    expect(problemOf(instances(instance(1)), text)).toMatch(
      /^managed.json: is empty; .*ssm describe-instance-inf/,
    );
  });

  test('refuses more bytes than fit into one string', () => {
    expect(problemOf(new Uint8Array(500_000_001))).toBe(
      'fleet.json: has 500000001 bytes; allowed: at most 500000000',
    );
  });

  test.each([
    ['table', '-----------------\n|DescribeInstances|\n'],
    ['table', '+---+\n'],
    ['text', 'RESERVATIONS\t0\tr-1\nINSTANCES\t0\n'],
    ['yaml', 'Reservations:\n- Instances: []\n'],
    ['yaml', '- Reservations:\n  - Groups: []\n'],
  ])('refuses the %s format', (format, text) => {
    expect(problemOf(text)).toBe(
      `fleet.json: is in the ${format} format of the AWS CLI; allowed: JSON, as ${DESCRIBE} prints it`,
    );
  });

  test.each([
    ['{"Reservations": [', 1, 19, 'a value or ]'],
    ['{\n  "Reservations": [\n    {"a": "b\\', 3, 14, 'a value'],
    ['{\n  "Reservations": [],\n', 3, 1, 'a name in double quotes'],
    ['{"Reservations": tru', 1, 21, 'a value'],
    ['{"Reservations": [] ', 1, 21, ', or }'],
  ])('refuses the truncated %j', (text, line, column, allowed) => {
    expect(problemOf(text)).toBe(
      `fleet.json: line ${line}, column ${column}: the file ends in the middle of the JSON; allowed here: ${allowed}. Was it cut off?`,
    );
  });

  test.each([
    ['{"Reservations": [],}', 1, 21, '}', 'a name in double quotes'],
    ['{"Reservations": [,]}', 1, 19, ',]}', 'a value or ]'],
    ["{'Reservations': []}", 1, 2, "'Reservations': []}", 'a name in double quotes or }'],
    ['{"Reservations" []}', 1, 17, '[]}', ':'],
    ['{}\n{}', 2, 1, '{}', 'the end of the file'],
    ['An error occurred (UnauthorizedOperation)', 1, 1, 'An error occurred (U', 'a value'],
    ['[1 2]', 1, 4, '2]', ', or ]'],
    ['["a\tb"]', 1, 2, '"a\tb"]', 'a value or ]'],
    ['[01]', 1, 3, '1]', ', or ]'],
  ])('refuses the broken %j', (text, line, column, received, allowed) => {
    expect(problemOf(text)).toBe(
      `fleet.json: line ${line}, column ${column}: received ${JSON.stringify(received)}; allowed: ${allowed}`,
    );
  });

  test('finds a mistake in exactly the texts that JSON.parse refuses', () => {
    const pieces = [
      '{',
      '}',
      '[',
      ']',
      ',',
      ':',
      '"a"',
      '"\\u00e9"',
      '"\\x"',
      '1',
      '-',
      '-0.5e+3',
      '1.',
      'true',
      'nul',
      ' ',
      '\n',
    ];
    const texts = fc.array(fc.constantFrom(...pieces), { maxLength: 8 }).map((drawn) => drawn.join(''));
    fc.assert(
      fc.property(fc.oneof(texts, fc.json(), fc.string()), (text) => {
        expect(findJsonMistake(text) === undefined).toBe(isJson(text));
      }),
      { seed: 1, numRuns: 20_000 },
    );
  });
});

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

describe('refuses another document', () => {
  const whole = 'allowed: the whole output of `aws ec2 describe-instances`, without --query';

  test.each([
    ['[]', 'holds an array'],
    ['12', 'holds 12'],
    ['null', 'holds null'],
    ['{}', 'holds an empty object'],
    ['{"a": 1, "b": 2}', 'has only "a, b"'],
    [
      nodes(node(1)),
      'has "InstanceInformationList": looks like the output of `aws ssm describe-instance-information`; was it meant for --managed?',
    ],
    [
      '{"InstanceStatuses": []}',
      'has "InstanceStatuses": looks like the output of `aws ec2 describe-instance-status`',
    ],
  ])('refuses %s', (text, what) => {
    expect(problemOf(text)).toBe(`fleet.json: ${what}; ${whole}`);
  });

  test('refuses the instances where the managed ones should be', () => {
    const fleet = instances(instance(1));
    expect(problemOf(fleet, fleet)).toBe(
      'managed.json: has "Reservations": looks like the output of `aws ec2 describe-instances`; was it meant for --instances?; ' +
        'allowed: the whole output of `aws ssm describe-instance-information`, without --query',
    );
  });
});

describe('refuses a wrong member', () => {
  const at = 'fleet.json: Reservations[0].Instances[0]';

  test.each([
    [{ InstanceId: 12 }, 'InstanceId: received 12; allowed: an instance id such as i-0123456789abcdef0'],
    [
      { InstanceId: undefined },
      'InstanceId: received nothing; allowed: an instance id such as i-0123456789abcdef0',
    ],
    [
      { InstanceId: 'i-1' },
      'InstanceId: received "i-1"; allowed: an instance id such as i-0123456789abcdef0',
    ],
    [{ State: 'running' }, 'State: received "running"; allowed: an object with Name'],
    [
      { State: { Name: 'asleep' } },
      'State.Name: received "asleep"; allowed: one of pending, running, shutting-down, terminated, stopping, stopped',
    ],
    [
      { Architecture: 'mips' },
      'Architecture: received "mips"; allowed: one of i386, x86_64, arm64, x86_64_mac, arm64_mac',
    ],
    [{ Tags: { Name: 'x' } }, 'Tags: received an object; allowed: an array'],
    [{ Tags: [{ Key: 'a', Value: 1 }] }, 'Tags[0].Value: received 1; allowed: a string'],
    [{ IamInstanceProfile: 'web' }, 'IamInstanceProfile: received "web"; allowed: an object with Arn'],
    [{ Operator: { Managed: 'yes' } }, 'Operator.Managed: received "yes"; allowed: true or false'],
    [{ PlatformDetails: null }, 'PlatformDetails: received null; allowed: a string'],
  ])('refuses %j', (changes, problem) => {
    expect(problemOf(instances(instance(1, changes)))).toBe(`${at}.${problem}`);
  });

  test('reports the first of several mistakes and their number, in one line', () => {
    const text = instances(instance(1, { InstanceId: 'a\nb' }), instance(2, { ImageId: 3 }));
    expect(problemOf(text)).toBe(
      `${at}.InstanceId: received "a\\nb"; allowed: an instance id such as i-0123456789abcdef0 (the first of 2 mistakes)`,
    );
  });

  test.each([
    [
      { InstanceId: 'web' },
      'InstanceId: received "web"; allowed: a node id such as i-0123456789abcdef0 or mi-0123456789abcdef0',
    ],
    [{ PingStatus: 'Up' }, 'PingStatus: received "Up"; allowed: one of Online, ConnectionLost, Inactive'],
    [{ PlatformType: 'BeOS' }, 'PlatformType: received "BeOS"; allowed: one of Linux, Windows, MacOS'],
  ])('refuses %j in the managed instances', (changes, problem) => {
    expect(problemOf(instances(instance(1)), nodes(node(1, changes)))).toBe(
      `managed.json: InstanceInformationList[0].${problem}`,
    );
  });

  test('refuses an id that occurs twice', () => {
    expect(problemOf(instances(instance(1), instance(2), instance(1)))).toBe(
      `fleet.json: Reservations[0].Instances[2].InstanceId: received ${idOf(1)}, which Reservations[0].Instances[0].InstanceId has already; allowed: each id once`,
    );
    expect(problemOf(instances(instance(1)), nodes(node(1), node(1)))).toMatch(
      /^managed.json: InstanceInformationList\[1\].InstanceId: received .* has already/,
    );
  });

  test('refuses a fleet in which nothing runs', () => {
    const allowed = 'allowed: at least one instance that is running or pending';
    expect(problemOf('{"Reservations": []}')).toBe(`fleet.json: received no instance at all; ${allowed}`);
    expect(problemOf(instances(instance(1, { State: { Name: 'stopped' } })))).toBe(
      `fleet.json: received 1 stopped; ${allowed}`,
    );
  });
});
