import { describe, expect, test } from 'vitest';
import { readRehearsal } from '../../../../simulator/rehearsal/rehearsal-input.ts';
import { type Contents, idOf, inputFile, instance, instances, node, nodes, read } from '../fleet-files.ts';

const idsOf = async (fleet: Contents['instances']) =>
  (await read({ instances: fleet })).running.map((listed) => listed.instance.InstanceId);
const reservation = (...list: object[]) => ({ ReservationId: 'r-1', OwnerId: '1', Instances: list });
const lines = (...values: unknown[]) => values.map((value) => JSON.stringify(value)).join('\n');

describe('the instances are read', () => {
  const [one, two, three] = [instance(1), instance(2), instance(3)];
  const whole = instances(one, two, three);
  const all = [idOf(1), idOf(2), idOf(3)];

  test.each<[string, Contents['instances']]>([
    ['from a whole output', whole],
    [
      'from several outputs in one file, as a loop over regions writes them',
      `${instances(one)}\n${instances(two)}${instances(three)}`,
    ],
    ['from several files', [instances(one), instances(two, three)]],
    [
      'from an array of instances (jq "[.Reservations[].Instances[]]")',
      JSON.stringify([one, two, three], null, 2),
    ],
    ['from a stream of instances (jq ".Reservations[].Instances[]")', lines(one, two, three)],
    [
      'from a stream of indented instances',
      [one, two, three].map((each) => JSON.stringify(each, null, 2)).join('\n'),
    ],
    ['from arrays of arrays (--query "Reservations[*].Instances[*]")', JSON.stringify([[one], [two, three]])],
    [
      'from an array of reservations (--query Reservations)',
      JSON.stringify([reservation(one), reservation(two, three)]),
    ],
    [
      'from a stream of reservations (jq ".Reservations[]")',
      lines(reservation(one), reservation(two, three)),
    ],
    ['from one reservation', JSON.stringify(reservation(one, two, three))],
    ['from an array of whole outputs (jq -s)', `[${instances(one)}, ${instances(two, three)}]`],
    ['from a mixture', lines({ Reservations: [reservation(one)] }, [two], three)],
    ['beside an empty output of another region', `${JSON.stringify({ Reservations: [] })}\n${whole}`],
  ])('%s', async (_, fleet) => {
    expect((await idsOf(fleet)).sort()).toEqual(all);
  });

  test.each([1, 2, 3, 7, 4096])('in pieces of %d bytes', async (pieceBytes) => {
    const text = instances(instance(1, { Tags: [{ Key: 'Name', Value: 'Zürich 東京 🚀' }] }));
    const file = inputFile('fleet.json', text, 'aws', pieceBytes);
    const { running } = await readRehearsal({ instances: [file] });
    expect(running[0]?.instance.Tags).toEqual([{ Key: 'Name', Value: 'Zürich 東京 🚀' }]);
  });

  test('without a part of a tag that a program could take for its own', async () => {
    const text = instances(instance(1)).replace(
      '"InstanceType"',
      '"__proto__": {"polluted": true}, "InstanceType"',
    );
    const { running } = await read({ instances: text });
    expect(running).toHaveLength(1);
    expect('polluted' in {}).toBe(false);
  });

  test('and those that do not run are counted by state', async () => {
    const fleet = await read({
      instances: instances(
        one,
        instance(2, { State: { Name: 'pending' } }),
        instance(3, { State: { Name: 'stopped' } }),
        instance(4, { State: { Name: 'stopped' } }),
        { InstanceId: idOf(5), State: { Name: 'terminated' } },
      ),
    });
    expect(fleet.running).toHaveLength(2);
    expect(fleet.skipped).toEqual({ stopped: 2, terminated: 1 });
    expect(fleet.notes).toContain('fleet.json: left out what does not run: 2 stopped, 1 terminated');
  });

  test('even when all of them are stopped', async () => {
    const { running, notes } = await read({
      instances: instances(instance(1, { State: { Name: 'stopped' } })),
    });
    expect(running).toEqual([]);
    expect(notes).toContain('fleet.json: left out what does not run: 1 stopped');
  });
});

describe('a note tells', () => {
  const notesOf = async (contents: Contents) => (await read(contents)).notes;

  test('the regions of the instances', async () => {
    const zone = (name: string) => ({ Placement: { AvailabilityZone: name } });
    const fleet = instances(
      instance(1, zone('us-west-2-lax-1a')),
      instance(2, zone('eu-central-1b')),
      instance(3, zone('us-gov-west-1a')),
      instance(4, { Placement: null }),
    );
    expect(await notesOf({ instances: fleet })).toContain(
      'fleet.json: instances of eu-central-1, us-gov-west-1, us-west-2',
    );
  });

  test('that a list is not whole', async () => {
    const fleet = JSON.stringify({ Reservations: [reservation(instance(1))], NextToken: 'eyJ' });
    const managed = JSON.stringify({ InstanceInformationList: [node(1)], NextToken: 'eyJ' });
    const notes = await notesOf({ instances: fleet, managed });
    const more = 'has a NextToken, so there is more; write it again without --max-items and --no-paginate';
    expect(notes).toContain(`fleet.json: ${more}`);
    expect(notes).toContain(
      `managed.json: ${more}. Whether an instance that it lacks is registered is not shown`,
    );
  });

  test('that a list is not whole, as a user of the AWS CLI posted it in 2016 (aws-cli 2278)', async () => {
    const posted = {
      InstanceInformationList: [
        {
          ...{ IsLatestVersion: true, ComputerName: 'REDACTED', PingStatus: 'Online', InstanceId: idOf(1) },
          ...{ IPAddress: '10.0.0.1', ResourceType: 'EC2Instance', AgentVersion: '1.2.298.0' },
          ...{ PlatformVersion: '12.04', PlatformName: 'Ubuntu', PlatformType: 'Linux' },
          LastPingDateTime: 1478651372.67,
        },
      ],
      NextToken: 'REDACTED',
    };
    const { managed, notes } = await read({
      instances: instances(instance(1)),
      managed: JSON.stringify(posted, null, 4),
    });
    expect(managed?.get(idOf(1))).toMatchObject({ PingStatus: 'Online', AgentVersion: '1.2.298.0' });
    expect(notes).toContainEqual(expect.stringMatching(/^managed\.json: has a NextToken, so there is more/));
  });

  test('entries that are wrong, with their places, and the rest is read', async () => {
    const fleet = await read({
      instances: instances(instance(1), { InstanceId: 12 }, instance(2), instance(3, { Tags: 'x' })),
      managed: nodes(node(1), { InstanceId: 'x' }, node(2, { PingStatus: 'Asleep' })),
    });
    expect(fleet.running).toHaveLength(2);
    expect(fleet.managed?.size).toBe(1);
    const wrong = fleet.notes.filter((note) => note.startsWith('left out an entry: '));
    expect(wrong).toEqual([
      expect.stringContaining('fleet.json: Reservations[0].Instances[1].InstanceId: received 12;'),
      expect.stringContaining('fleet.json: Reservations[0].Instances[3].Tags: received "x";'),
      expect.stringContaining('managed.json: InstanceInformationList[1].InstanceId: received "x";'),
      expect.stringContaining('managed.json: InstanceInformationList[2].PingStatus: received "Asleep";'),
    ]);
  });

  test('how many more entries are wrong', async () => {
    const wrong = Array.from({ length: 9 }, () => ({ InstanceId: 'x' }));
    expect(await notesOf({ instances: instances(instance(1), ...wrong) })).toContain(
      'left out 6 more entries that are wrong',
    );
  });

  test('the document of an entry that is wrong, where there are several', async () => {
    const notes = await notesOf({
      instances: `${instances(instance(1))}\n${instances({ InstanceId: 'x' })}`,
    });
    expect(notes[0]).toContain(
      'fleet.json: document 2 Reservations[0].Instances[0].InstanceId: received "x"',
    );
  });

  test('ids that are there twice, of which the last counts', async () => {
    const fleet = await read({
      instances: [
        instances(instance(1), instance(2)),
        instances(instance(1, { State: { Name: 'stopped' } })),
      ],
      managed: nodes(node(2), node(2, { PingStatus: 'ConnectionLost' })),
    });
    expect(fleet.running).toHaveLength(1);
    expect(fleet.managed?.get(idOf(2))?.PingStatus).toBe('ConnectionLost');
    expect(fleet.notes).toContain(`fleet.json, fleet-2.json: ${idOf(1)} more than once; the last one counts`);
    expect(fleet.notes).toContain(`managed.json: 1 nodes more than once; the last one counts: ${idOf(2)}`);
  });

  test('nodes that the other file lacks, and those that had just registered', async () => {
    const young = node(1, { PlatformType: undefined, PlatformName: undefined });
    const notes = await notesOf({
      instances: instances(instance(1), instance(2, { State: { Name: 'stopped' } })),
      managed: nodes(young, node(2), node(9), node(10), node(11), node(12)),
    });
    expect(notes).toContain(
      `managed.json: 4 instances left out that are not in fleet.json: ${idOf(9)}, ${idOf(10)}, ${idOf(11)} and 1 more`,
    );
    expect(notes).toContain(
      `managed.json: 1 nodes without a PlatformType: they had just registered: ${idOf(1)}`,
    );
  });

  test('that the two lists have nothing in common', async () => {
    const notes = await notesOf({ instances: instances(instance(1)), managed: nodes(node(2), node(3)) });
    expect(notes).toContain(
      'managed.json: lists no instance of fleet.json; is it of the same account and region?',
    );
  });

  test('what is assumed without a list of managed instances', async () => {
    expect((await notesOf({ instances: instances(instance(1)) })).at(-1)).toMatch(
      /^without --managed .* assumed/,
    );
  });
});

describe('encodings', () => {
  const text = instances(instance(1, { Tags: [{ Key: 'Name', Value: 'Zürich' }] }));

  test.each([
    ['UTF-8 with a mark', Buffer.from(`\uFEFF${text}`)],
    ['UTF-16 with a mark, as the > of PowerShell writes it', Buffer.from(`\uFEFF${text}`, 'utf16le')],
    ['UTF-16 without a mark', Buffer.from(text, 'utf16le')],
    ['big-endian UTF-16', Buffer.from(`\uFEFF${text}`, 'utf16le').swap16()],
  ])('%s is read', async (_, bytes) => {
    const { running } = await read({ instances: bytes });
    expect(running[0]?.instance.Tags).toEqual([{ Key: 'Name', Value: 'Zürich' }]);
  });
});
