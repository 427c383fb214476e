import {defineConfig} from 'vitest/config'

export default defineConfig({
  test: {
    // Two tiers: what needs no server, and what asks the real ones.
    projects: [
      {test: {name: 'unit', include: ['test/unit/**/*.test.ts', 'test/contract/**/*.test.ts'], testTimeout: 30_000}},
      {
        test: {
          name: 'live',
          include: ['test/live/**/*.test.ts'],
          globalSetup: ['test/helpers/servers.ts'],
          testTimeout: 300_000,
          hookTimeout: 120_000
        }
      }
    ],
    pool: 'forks',
    maxWorkers: 2
  }
})
