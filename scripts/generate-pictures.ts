/** What the program prints, as pictures for the README: `docs/pictures/*.svg`. */
import {applyParameters, replayApply} from './replay-apply.js'
import {runSqlsafe} from './run-sqlsafe.js'
import {terminalSvg} from './pictures/terminal-svg.js'

/** Where they are written, from the project's folder. */
export const picturesFolder = 'docs/pictures/'

const columns = 116
const demo = 'fixtures/demo/postgres'

const pictures = {
  'check.svg': ['check', `${demo}/0003_require_name.sql`, '--history', demo, '--dialect', 'postgres'],
  'explain.svg': ['explain', `${demo}/0002_add_loyalty.sql`, '--history', demo, '--dialect', 'postgres']
}

/** Texts of the files by their names. */
export function renderPictures(): Map<string, string> {
  const files = new Map(
    Object.entries(pictures).map(([name, parameters]) => {
      const output = runSqlsafe([...parameters, '--color'], {COLUMNS: String(columns)})
      return [name, draw(parameters, output)]
    })
  )
  return files.set('apply.svg', draw(applyParameters, replayApply(true, columns)))
}

function draw(parameters: readonly string[], output: string): string {
  return terminalSvg(`sqlsafe ${parameters.join(' ')}`, output, columns)
}
