// `npm start`: installs, builds, and shows the main job on the demo migrations.
import {install, root, run} from './install.mjs'

install()
const status = run('npm', 'run', '--silent', 'build')
if (status !== 0) process.exit(status)

const cli = `${root}/dist/cli.js`
const demos = [
  ['PostgreSQL: which of these migrations may be deployed?', 'check', 'fixtures/demo/postgres'],
  ['MySQL: the same question', 'check', 'fixtures/demo/mysql'],
  [
    'What does the server do for each statement?',
    'explain',
    'fixtures/demo/postgres/0004_checkout.sql',
    '--history',
    'fixtures/demo/postgres'
  ]
]

for (const [title, ...parameters] of demos) {
  console.log(`\n${title}\n$ sqlsafe ${parameters.join(' ')}\n`)
  const code = run(process.execPath, cli, ...parameters)
  // 1 means findings, and the demo is there to show some; 2 is a fault.
  if (code > 1) process.exit(code)
}

console.log('\nAnd on a live PostgreSQL, beside an application that writes all the time:')
const live = run(process.execPath, `${root}/scripts/demo-live.mjs`)
if (live !== 0) process.exit(live)
