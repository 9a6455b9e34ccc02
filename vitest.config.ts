import { defineConfig } from 'vitest/config';
import { BaseSequencer, type TestSpecification } from 'vitest/node';

/**
 * Which tests come first. Those of the scripts start thousands of programs, and to start one costs a worker more the more
 * memory it has: 0.6 ms when it is small, 10 ms at a gigabyte, which the simulations leave behind. Then the long ones.
 */
const first = ['documents/', 'simulator/run/', 'bin/commands/', 'simulator/', 'bin/', 'end-to-end/'];

/** Ends with the short files, so that no worker is alone with a long one. Vitest knows how long on a second run only. */
class ShortestLast extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const placeOf = ({ moduleId }: TestSpecification) =>
      [...first, ''].findIndex((folder) => moduleId.includes(`/test/${folder}`));
    const sorted = await super.sort(files);
    return sorted.sort((one, other) => placeOf(one) - placeOf(other));
  }
}

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts', 'packages/*/{example,test}/**/*.test.ts'],
    isolate: false,
    sequence: { sequencer: ShortestLast },
    env: {
      CDK_VALIDATION: 'false', // test/lib/app/validation.test.ts does it
      // On Node.js 20 the SDK warns that its versions of 2027 will need 22. Users see it (CONTRIBUTING.md says what it
      // means); tests compare what else is on stderr.
      AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: 'true',
    },
    maxWorkers: 2,
    testTimeout: 60_000,
    hookTimeout: 120_000,
  },
});
