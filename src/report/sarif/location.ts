import type {ArtifactLocation, Location, Region} from 'sarif'
import type {Place} from '../../core/place.js'

/** The folder that sqlsafe ran in: paths are relative to it. */
export const sourceRoot = '%SRCROOT%'

/** A file, as a reference that is a URI whatever its name has in it. */
export function artifactAt(path: string): ArtifactLocation {
  const uri = path.split('/').map(encodeURIComponent).join('/')
  return path.startsWith('/') ? {uri: `file://${uri}`} : {uri, uriBaseId: sourceRoot}
}

/** A place in characters of UTF-16, as `columnKind` of the run says; `end` is exclusive there too. */
export function regionOf({end, start}: Place): Region {
  return {startLine: start.line, startColumn: start.column, endLine: end.line, endColumn: end.column}
}

/** A place in a file, with its text. */
export function locationOf(path: string, place: Place, text: string): Location {
  const snippet = {text: text.slice(place.start.offset, place.end.offset)}
  return {physicalLocation: {artifactLocation: artifactAt(path), region: {...regionOf(place), snippet}}}
}
