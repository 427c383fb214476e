import type {Reporter, TestCase, TestModule} from 'vitest/node'

/**
 * Names the tests that failed and passed when they were tried again, with what they failed of: they count as passed, and
 * somebody should know.
 */
export default class SecondTry implements Reporter {
  onTestRunEnd(modules: readonly TestModule[]): void {
    const flaky = modules.flatMap(({children}) => [...children.allTests()]).filter((test) => test.diagnostic()?.flaky)
    if (flaky.length === 0) return
    console.log(`Passed only when tried again: ${String(flaky.length)}`)
    for (const test of flaky) console.log(describeTest(test))
  }
}

function describeTest(test: TestCase): string {
  const reasons = (test.result().errors ?? []).map(({stack, message}) => (stack ?? message).replaceAll(/^/gm, '    '))
  return [`  ${test.module.relativeModuleId} > ${test.fullName}`, ...reasons].join('\n')
}
