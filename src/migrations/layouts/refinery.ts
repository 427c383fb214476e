import {compareNaturally} from '../natural-order.js'
import {nameOf} from '../reading/names.js'
import type {Layout} from './layout.js'

const fileName = /(?:^|\/)[UV](?<version>\d+(?:\.\d+)?)__\w+\.sql$/

/**
 * refinery: `V<version>__<name>.sql`, and `U<version>__<name>.sql`, which goes up as well (“unversioned”), in a crate
 * that depends on it or beside `refinery.toml`. One transaction for each, and no way to ask for none.
 * https://github.com/rust-db/refinery/blob/main/README.md
 * https://github.com/rust-db/refinery/blob/main/refinery_core/src/util.rs
 */
export const refinery: Layout = {
  name: 'refinery',
  docs: {
    detectedBy: '`V<version>__<name>.sql` below a `refinery.toml`, or a `Cargo.toml` that names `refinery`',
    order: 'by version',
    transaction: 'one for each file (one for all with `set_grouped`)',
    noTransaction: 'none',
    down: 'none; `U<version>__<name>.sql` goes up too',
    sources: [
      'https://github.com/rust-db/refinery/blob/main/README.md',
      'https://github.com/rust-db/refinery/blob/main/refinery_core/src/util.rs'
    ]
  },
  evidence: 'project',
  matches: ({absolutePath, path, project}) =>
    fileName.test(path) &&
    (project.above(absolutePath, 'refinery.toml') !== undefined ||
      /^\s*(?:refinery\b|\[(?:\w+-)?dependencies\.refinery\])/m.test(
        project.above(absolutePath, 'Cargo.toml')?.text ?? ''
      )),
  compare: (a, b) => compareNaturally(versionOf(a), versionOf(b)) || compareNaturally(nameOf(a), nameOf(b)),
  transaction: () => 'migration',
  version: (path) => versionOf(path).replace(/^0+(?=\d)/, '') || undefined,
  numbered: 'file'
}

function versionOf(path: string): string {
  return fileName.exec(path)?.groups?.['version'] ?? ''
}
