import { describe, expect, it } from 'vitest';
import { problemsOf } from '../../configuration/config-problems.ts';

const at = 'parameters.tree.retail.shop.prod';
const treeOf = (tree: unknown) => problemsOf({ parameters: { tree } });
/** The mistakes in one parameter, `x`, without its place. */
const wrongIn = (parameter: unknown) =>
  treeOf({ retail: { shop: { prod: { x: parameter } } } }).map((problem) => problem.replace(`${at}.x`, 'x'));
const named = (name: string) => treeOf({ retail: { shop: { prod: { [name]: 'v' } } } });
const levels = (count: number) => Array.from({ length: count }, (_, level) => `l${level}`).join('/');

describe('the tree', () => {
  it.each([
    ['nothing', {}],
    ['an empty tree', { tree: {} }],
    ['departments, applications and environments without parameters', { tree: { a: { b: { c: {} } } } }],
    ['addresses', { noticeEmails: ['a@example.com'] }],
  ])('may be %s', (_, parameters) => {
    expect(problemsOf({ parameters })).toEqual([]);
  });

  it('refuses unknown fields and malformed addresses', () => {
    expect(problemsOf({ parameters: { trees: {}, noticeEmails: ['x'] } })).toEqual([
      'parameters.noticeEmails[0]: received "x"; allowed: an e-mail address',
      'parameters.trees: there is no such field; allowed: an object { tree?, keyArn?, noticeEmails? }',
    ]);
  });

  it('accepts fifteen levels', () => {
    expect(named(levels(12))).toEqual([]);
  });

  it('refuses a depth of sixteen levels and says so', () => {
    const name = levels(13);
    expect(named(name)).toEqual([
      `${at}.${name}: received "${name}"; allowed: letters, digits, . _ - and / between levels, at most 12 of them: 15 with the three above`,
    ]);
  });

  it.each(['/a', 'a/', 'a//b', 'a b', 'a:1', 'ü', 'a*', ''])('refuses the name "%s"', (name) => {
    expect(named(name)).toEqual([expect.stringContaining('allowed: letters, digits, . _ - and /')]);
  });

  it.each(['aws', 'AWSome', 'ssm', 'Ssm-x'])(
    'refuses the department %s: the beginning is reserved',
    (name) => {
      expect(treeOf({ [name]: {} })).toEqual([
        `parameters.tree.${name}: received "${name}"; allowed: letters, digits, _ and -, not beginning with aws or ssm, which are reserved`,
      ]);
    },
  );

  it('accepts such a beginning in lower names: only the whole name is reserved', () => {
    expect(treeOf({ retail: { aws: { ssm: { 'aws/x': 'v' } } } })).toEqual([]);
  });

  it.each(['a.b', 'a/b', 'a b', ''])('refuses the level "%s", which is in the names of keys', (level) => {
    const allowed = expect.stringContaining('allowed: letters, digits, _ and -');
    expect(treeOf({ [level]: {} })).toEqual([allowed]);
    expect(treeOf({ x: { [level]: {} } })).toEqual([allowed]);
    expect(treeOf({ x: { y: { [level]: {} } } })).toEqual([allowed]);
  });

  it('accepts names of 955 characters and refuses 956, because AWS counts the ARN', () => {
    const name = (length: number) => 'n'.repeat(length - '/retail/shop/prod/'.length);
    expect(named(name(955))).toEqual([]);
    expect(named(name(956))).toEqual([
      `${at}.${name(956)}: received ${`"/retail/shop/prod/${'n'.repeat(80)}`.slice(0, 77)}...; allowed: a name of at most 955 characters; this one has 956`,
    ]);
  });

  it('refuses a missing level, and says what is there instead', () => {
    expect(treeOf({ retail: { shop: { 'db-host': 'x' } } })).toEqual([
      'parameters.tree.retail.shop.db-host: received "x"; allowed: an object of names and parameters',
    ]);
  });
});

describe('a secret with a value', () => {
  it.each([
    { secret: true, value: 'hunter2' },
    { secret: true, value: ['hunter2'] },
    { secret: true, value: 'hunter2', tier: 'Gold', allowedPattern: '^x$', unknown: 1 },
    { secret: false, value: 'hunter2' },
    { secret: 'hunter2', value: 'hunter2' },
  ])('is refused before anything else, and not shown: %j', (parameter) => {
    expect(wrongIn(parameter)).toEqual([
      `x.secret: received "(not shown)"; allowed: a secret without a value, which would be in the template; put it with aws ssm put-parameter --overwrite`,
    ]);
  });
});

describe('a parameter', () => {
  const bytes = (count: number) => 'x'.repeat(count);

  it.each([
    'v',
    ['v', 'w'],
    { value: 'v' },
    { value: bytes(4096) },
    { value: bytes(8192), tier: 'Advanced' },
    { value: bytes(8192), tier: 'Intelligent-Tiering' },
    { value: '12', allowedPattern: '^\\d+$', description: bytes(1024), dataType: 'text' },
    { value: ['a', 'b'], allowedPattern: '^[a-z](,[a-z])*$' },
    { value: 'ami-12345678', dataType: 'aws:ec2:image' },
    { value: 'ami-0123456789abcdef0', dataType: 'aws:ec2:image' },
    { publicParameter: '/aws/service/ecs/x.y-z_1', dataType: 'aws:ec2:image' },
    { publicParameter: '/aws/service/x', allowedPattern: '^.+$' },
    { secretsManager: 'shop/prod/db' },
    { secretsManager: 'shop:AWSCURRENT' },
    { secret: true },
    { secret: true, length: 8, punctuation: true, deleteWithStack: true, allowedPattern: '^.{8}$' },
    { secret: true, length: 8192, tier: 'Advanced' },
    { secret: true, placeholder: 'later', allowedPattern: '^later$' },
  ])('may be %j', (parameter) => {
    expect(wrongIn(parameter)).toEqual([]);
  });

  const kinds = 'exactly one of value, secret, publicParameter, secretsManager';
  const image = 'an image id, such as ami-0123456789abcdef0, for the data type aws:ec2:image';
  const form =
    'a text, a list of texts, or an object { value | secret | publicParameter | secretsManager, description?, ... }';
  it.each([
    [{}, `x: received nothing; allowed: ${kinds}`],
    [{ secure: true }, `x.secure: there is no such field; allowed: ${form}`],
    [
      { value: 'v', publicParameter: '/aws/service/x' },
      `x: received ["value","publicParameter"]; allowed: ${kinds}`,
    ],
    [5, `x: received 5; allowed: ${form}`],
    [null, `x: received null; allowed: ${form}`],
    [{ value: 'v', kms: 1 }, `x.kms: there is no such field; allowed: ${form}`],
    [{ value: 5 }, 'x.value: received 5; allowed: a text, or a list of texts (a StringList)'],
    ['', 'x.value: received ""; allowed: a text that is not empty, or a list of such texts'],
    [[], 'x.value: received []; allowed: a text that is not empty, or a list of such texts'],
    [['a', ''], 'x.value: received ["a",""]; allowed: a text that is not empty, or a list of such texts'],
    [
      ['a,b'],
      'x.value: received ["a,b"]; allowed: items without a comma, which is what separates them; a text may have commas',
    ],
    [
      'a {{ssm:x}}',
      'x.value: received "a {{ssm:x}}"; allowed: a text without {{: values of parameters cannot refer to others',
    ],
    [
      { value: 'x', tier: 'Gold' },
      'x.tier: received "Gold"; allowed: one of Standard, Advanced, Intelligent-Tiering',
    ],
    [{ value: 'ami-1', dataType: 'aws:ec2:image' }, `x.value: received "ami-1"; allowed: ${image}`],
    [
      { value: ['ami-12345678', 'b'], dataType: 'aws:ec2:image' },
      'x.dataType: received "aws:ec2:image"; allowed: text: a list (StringList) is no aws:ec2:image, which is for a single text',
    ],
    [
      { value: ['ami-0123456789abcdef0'], dataType: 'aws:ec2:image' },
      'x.dataType: received "aws:ec2:image"; allowed: text: a list (StringList) is no aws:ec2:image, which is for a single text',
    ],
    [{ value: 'x', dataType: 'integer' }, 'x.dataType: received "integer"; allowed: text or aws:ec2:image'],
    [
      { secret: true, dataType: 'aws:ec2:image' },
      'x.dataType: received "aws:ec2:image"; allowed: text: only a value or a public parameter can be an image',
    ],
    [{ secret: false }, 'x.secret: received "(not shown)"; allowed: true'],
    [{ secret: 'hunter2' }, 'x.secret: received "(not shown)"; allowed: true'],
    [
      { secret: true, length: 7 },
      'x.length: received 7; allowed: a whole number of characters from 8 to 4096',
    ],
    [{ secret: true, length: 8.5 }, 'x.length: received 8.5; allowed: a whole number of characters'],
    [
      { secret: true, length: 8193, tier: 'Advanced' },
      'x.length: received 8193; allowed: a whole number of characters from 8 to 8192',
    ],
    [{ value: 'v', length: 9 }, 'x.length: received 9; allowed: nothing: it is for a secret that is drawn'],
    [
      { secret: true, placeholder: 'p', punctuation: true },
      'x.punctuation: received true; allowed: nothing: it is for a secret that is drawn',
    ],
    [{ value: 'v', placeholder: 'p' }, 'x.placeholder: received "p"; allowed: nothing: it is for a secret'],
    [
      { secret: true, placeholder: '' },
      'x.placeholder: received ""; allowed: a text that is no secret, not empty',
    ],
    [
      { secret: true, placeholder: '{{ put the key here }}' },
      'x.placeholder: received "{{ put the key here }}"; allowed: a text without {{, which PutParameter refuses in every value',
    ],
    [
      { value: 'v', deleteWithStack: true },
      'x.deleteWithStack: received true; allowed: nothing: it is for a secret',
    ],
    [
      { publicParameter: '/aws/other/x' },
      'x.publicParameter: received "/aws/other/x"; allowed: the name of a public parameter of AWS, /aws/service/...',
    ],
    [
      { secretsManager: '/leading' },
      'x.secretsManager: received "/leading"; allowed: the name of a secret: letters, digits, / . _ - (what the name of a parameter takes), and :<stage> at its end',
    ],
    [
      { secretsManager: 's', allowedPattern: '^.+$' },
      'x.allowedPattern: received "^.+$"; allowed: nothing: it is for a value, a secret or a public parameter',
    ],
    [
      { value: '5', allowedPattern: '\\d' },
      'x.allowedPattern: received "\\\\d"; allowed: a regular expression from ^ to $',
    ],
    [
      { value: '5', allowedPattern: '^($' },
      'x.allowedPattern: received "^($"; allowed: a regular expression from ^ to $',
    ],
    [
      { value: 'five', allowedPattern: '^\\d+$' },
      'x.allowedPattern: received "^\\\\d+$"; allowed: a pattern that "five" matches',
    ],
    [
      { secret: true, placeholder: 'later', allowedPattern: '^\\d+$' },
      'x.allowedPattern: received "^\\\\d+$"; allowed: a pattern that "later" matches',
    ],
    [
      { secret: true, allowedPattern: '^[a-z]+$' },
      'x.allowedPattern: received "^[a-z]+$"; allowed: a pattern that 32 drawn characters match (small and capital letters, digits), or a placeholder',
    ],
    [
      { secret: true, punctuation: true, length: 40, allowedPattern: '^.{32}$' },
      'x.allowedPattern: received "^.{32}$"; allowed: a pattern that 40 drawn characters match (small and capital letters, digits, punctuation), or a placeholder',
    ],
  ])('is refused: %j', (parameter, problem) => {
    expect(wrongIn(parameter)).toEqual([problem]);
  });

  it.each([
    ['Standard', 4097, '4,096 bytes, or 8,192 with the tier Advanced or Intelligent-Tiering'],
    ['Advanced', 8193, '8,192 bytes'],
    ['Intelligent-Tiering', 8193, '8,192 bytes'],
  ])('is refused in the tier %s with %d bytes', (tier, count, allowed) => {
    const [problem] = wrongIn({ value: bytes(count), tier });
    expect(problem).toBe(`x.value: received "${'x'.repeat(76)}...; allowed: ${allowed}`);
    expect(wrongIn({ value: 'ü'.repeat(count / 2 + 1), tier })).toHaveLength(1);
  });

  it('is refused with a description of 1,025 characters', () => {
    expect(wrongIn({ value: 'v', description: bytes(1025) })).toEqual([
      expect.stringContaining('allowed: a text of at most 1,024 characters'),
    ]);
  });
});

describe('environments', () => {
  it('have the tree, another one, or none', () => {
    const environment = { name: 'e', account: '0'.repeat(12), region: 'eu-central-1' };
    const withOverride = (parameters: unknown) =>
      problemsOf({ parameters: {}, environments: [{ ...environment, overrides: { parameters } }] });
    expect(withOverride(null)).toEqual([]);
    expect(withOverride({ tree: { a: { b: { c: { d: 'x' } } } } })).toEqual([]);
    expect(withOverride({ tree: { aws: {} } })).toEqual([
      expect.stringContaining('environments[0].overrides.parameters.tree.aws: received "aws"'),
    ]);
  });
});
