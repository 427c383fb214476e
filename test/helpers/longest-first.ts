/** The order of test files: what takes longest begins first, so that no file is at work alone at the end. */
import {relative} from 'node:path'
import {BaseSequencer, type TestSpecification} from 'vitest/node'

/**
 * The files that take longest, in a run of all of them; of others the longer texts come first. Vitest knows by itself
 * only how long a file took in the same clone.
 */
const longest = [
  'test/live/apply/mysql/swap.test.ts',
  'test/live/rules/examples.test.ts',
  'test/live/postgres-facts/facts.test.ts',
  'test/live/mysql-facts/mysql-facts.test.ts',
  'test/live/apply/kills.test.ts',
  'test/live/apply/mysql/shadow/incoming.test.ts',
  'test/live/apply/mysql/shadow/keys.test.ts',
  'test/live/apply/mysql/shadow/writers.test.ts',
  'test/live/apply/mysql/kills.test.ts',
  'test/live/rehearse/rehearse.test.ts',
  'test/live/apply/shadow/by-hand.test.ts',
  'test/live/apply/mysql/shadow/scenes.test.ts',
  'test/live/apply/mysql/shadow/shapes.test.ts',
  'test/live/replay/replay.test.ts',
  'test/live/apply/mysql/recipes.test.ts',
  'test/unit/fuzz/postgres.test.ts',
  'test/unit/fuzz/mariadb.test.ts',
  'test/unit/fuzz/mysql.test.ts',
  'test/contract/facts/postgres.test.ts',
  'test/contract/facts/mysql.test.ts',
  'test/unit/action/pull-request.test.ts',
  'test/unit/cli/usage.test.ts',
  'test/unit/action/refusals.test.ts',
  'test/unit/cli/reports.test.ts',
  'test/unit/eslint/sql.test.ts',
  'test/unit/postgres-knowledge/facts.test.ts',
  'test/unit/postgres-knowledge/proofs.test.ts',
  'test/unit/mysql-knowledge/facts.test.ts',
  'test/contract/rules/reported.test.ts'
]

export class LongestFirst extends BaseSequencer {
  /** One project after the other, as workers serve only one. */
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const sorted = await super.sort(files)
    const rank = ({moduleId}: TestSpecification): number => {
      const place = longest.indexOf(relative(this.ctx.config.root, moduleId))
      return place === -1 ? longest.length : place
    }
    const projects = [...new Set(sorted.map(({project}) => project))]
    return projects.flatMap((project) =>
      sorted.filter((file) => file.project === project).sort((a, b) => rank(a) - rank(b))
    )
  }
}
