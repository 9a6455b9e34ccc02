import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts', 'packages/*/{example,test}/**/*.test.ts'],
    isolate: false,
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
