/** `sqlsafe-language-server`: speaks the Language Server Protocol on standard input and output. */
import {createConnection, ProposedFeatures} from 'vscode-languageserver/node'
import {version} from '../version.js'
import {serve} from './server.js'

const help = `Usage: sqlsafe-language-server [--stdio]

The language server of sqlsafe, which editors start: findings while typing, fixes, and on hover what the server will
do. How each editor is told: https://github.com/sqlsafe/sqlsafe/blob/main/docs/editors.md

Options:
  --stdio     speak on standard input and output, as it does without it
  --version   print the version
  --help      print this
`

/** What clients add by themselves. */
const known = /^--(?:stdio|clientProcessId(?:=.*)?)$/

run(process.argv.slice(2))

function run(given: readonly string[]): void {
  const unknown = given.find(
    (each) => each.startsWith('-') && !known.test(each) && !['--help', '--version'].includes(each)
  )
  if (given.includes('--help')) process.stdout.write(help)
  else if (given.includes('--version')) process.stdout.write(`${version}\n`)
  else if (unknown !== undefined) {
    process.stderr.write(`sqlsafe-language-server: Unexpected option \`${unknown}\`, expected \`--stdio\`\n`)
    process.exitCode = 2
  } else {
    // Told so, the library also keeps what code of the user prints out of the conversation.
    if (!given.includes('--stdio')) process.argv.push('--stdio')
    serve(createConnection(ProposedFeatures.all))
  }
}
