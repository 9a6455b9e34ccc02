import { defineConfig } from 'vitest/config';

/** Runs the tests of this package: `npm test -w local-cloud`. The root's test run includes them. */
export default defineConfig({
  test: {
    include: ['{example,test}/**/*.test.ts'],
    isolate: false,
    env: { AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: 'true' },
    maxWorkers: 2,
    testTimeout: 60_000,
    hookTimeout: 120_000,
  },
});
