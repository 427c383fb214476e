import type {CheckedFile, CheckResult} from '../../core/check-result.js'
import {placesIn} from '../../core/place.js'
import {element, xmlDocument} from '../xml.js'

/** The report of `check` as Checkstyle writes it: https://checkstyle.org/ */
export function checkCheckstyle({files}: CheckResult): string {
  return xmlDocument(element('checkstyle', {version: '4.3'}, files.map(fileElement)))
}

function fileElement({messages, path, text}: CheckedFile): string {
  const toPlace = placesIn(text)
  const errors = messages.map(({place, reason, ruleId, severity}) => {
    const {column, line} = toPlace(place).start
    return element('error', {line, column, severity, message: reason, source: `sqlsafe.${ruleId}`})
  })
  return element('file', {name: path}, errors)
}
