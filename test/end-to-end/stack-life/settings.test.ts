import { createStack, deleteStack, updateStack } from 'local-cloud';
import { accountState, withoutSuffixes } from 'local-cloud/test/account-state.ts';
import { expect, it } from 'vitest';
import { listNumericSettings } from '../../../lib/configuration/numeric-settings.ts';
import { account, freshState, mainStack, otherSettings, smallNumbers } from './main-stack.ts';

const [small, other] = [mainStack(smallNumbers), mainStack(otherSettings)];

it('updates the main stack to other settings and back, and it is as if created so', async () => {
  const cloud = account(small);
  const created = await createStack(cloud, small);
  const there = await updateStack(cloud, created.stack, other);
  expect(there).toMatchObject({ status: 'UPDATE_COMPLETE', left: [] });
  expect(withoutSuffixes(accountState(cloud))).toEqual(withoutSuffixes(await freshState(other)));
  const back = await updateStack(cloud, there.stack, small);
  expect(back).toMatchObject({ status: 'UPDATE_COMPLETE', left: [] });
  expect(withoutSuffixes(accountState(cloud))).toEqual(withoutSuffixes(await freshState(small)));
  expect((await deleteStack(cloud, back.stack)).status).toBe('DELETE_COMPLETE');
});

it('has every number of the configuration, twice', () => {
  const paths = listNumericSettings().map(({ path }) => path);
  for (const path of paths) {
    const [one, two] = [smallNumbers, otherSettings].map((settings) =>
      path.reduce<unknown>((value, name) => Object(value)[name], settings),
    );
    expect([path, typeof one, typeof two]).toEqual([path, 'number', 'number']);
    expect([path, one]).not.toEqual([path, two]);
  }
});
