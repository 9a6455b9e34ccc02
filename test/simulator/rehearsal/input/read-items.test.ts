import { expect, test } from 'vitest';
import { readItems } from '../../../../simulator/rehearsal/input/read-items.ts';
import { instance, instances } from '../fleet-files.ts';

test('an element is there before the next piece of the file is read, and the list keeps none', async () => {
  const text = instances(instance(1)).replace('\n    ]\n}', ',\n{"Instances": []}\n    ]\n}');
  const middle = text.indexOf('{"Instances": []}');
  const pulled: string[] = [];
  function* chunks() {
    for (const piece of [text.slice(0, middle), text.slice(middle)]) {
      pulled.push('piece');
      yield Buffer.from(piece);
    }
  }
  const items = [];
  for await (const item of readItems({ name: 'fleet.json', chunks: chunks(), command: 'aws' })) {
    pulled.push(item.place);
    items.push(item);
  }
  expect(pulled).toEqual(['piece', 'Reservations[0]', 'piece', 'Reservations[1]', '']);
  expect(items.at(-1)).toEqual({ value: { Reservations: [] }, place: '', isDocument: true });
});
