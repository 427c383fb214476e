import {fileURLToPath} from 'node:url'
import {defineConfig} from 'vitest/config'

const source = (path: string): string => fileURLToPath(new URL(`src/${path}`, import.meta.url))

/**
 * No test is in a hurry: on a busy machine anything may take many times as long. These end what has no end; tests have no
 * limits of their own below them.
 */
const patience = {testTimeout: 3_600_000, hookTimeout: 1_800_000, expect: {poll: {timeout: 600_000}}}

export default defineConfig({
  test: {
    // Two tiers: what needs no server, and what asks the real ones. Neither loads the sources anew for each file: that
    // took longer than most files' tests.
    projects: [
      {
        // Examples import the package by its name.
        resolve: {alias: {'sqlsafe/rule-tester': source('rule-tester/rule-tester.ts'), sqlsafe: source('index.ts')}},
        test: {
          name: 'unit',
          isolate: false,
          include: ['test/unit/**/*.test.ts', 'test/contract/**/*.test.ts', 'examples/*/test/**/*.test.ts'],
          globalSetup: ['test/helpers/built-once.ts'],
          ...patience
        }
      },
      {
        test: {
          name: 'live',
          isolate: false,
          include: ['test/live/**/*.test.ts'],
          globalSetup: ['test/helpers/built-once.ts', 'test/helpers/servers.ts'],
          ...patience
        }
      }
    ],
    pool: 'forks',
    // One more than processors: whoever tests locks mostly waits.
    maxWorkers: 3
  }
})
