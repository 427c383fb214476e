import {createTwoFilesPatch} from 'diff'
import type {ChangedFile} from '../core/fix/fix-project.js'

/** What fixes change, as a unified diff that `git apply` and `patch -p1` take. */
export function fixDiff(files: readonly ChangedFile[]): string {
  return files
    .map(({after, before, path}) => {
      const old = before === undefined ? '/dev/null' : `a/${path}`
      const patch = createTwoFilesPatch(old, `b/${path}`, before ?? '', after, undefined, undefined, {context: 3})
      return patch.replace(/^=+\n/, '')
    })
    .join('')
}
