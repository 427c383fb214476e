import {fileURLToPath} from 'node:url'
import {defineConfig} from 'vitest/config'
import {LongestFirst} from './test/helpers/longest-first.js'

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
          // Servers have moods of their own (a deadlock that InnoDB sees, vacuum at the wrong moment). What passes only
          // then is named at the end of the run. What counts rows under fire says `retry: 0`: one lost row is enough.
          retry: 1,
          ...patience
        }
      }
    ],
    reporters: ['default', './test/helpers/second-try.ts'],
    sequence: {sequencer: LongestFirst},
    pool: 'forks',
    // One more than processors: whoever tests locks mostly waits, and each loads the sources for itself.
    maxWorkers: 3
  }
})
