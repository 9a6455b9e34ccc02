import { defineConfig } from 'vitest/config';

/** The tests of the package alone: `npm test -w local-cloud`. The root's run has them too. */
export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    isolate: false,
    env: { AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: 'true' },
    maxWorkers: 2,
    testTimeout: 60_000,
    hookTimeout: 120_000,
  },
});
