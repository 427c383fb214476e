/**
 * What the xUnit plugin of Jenkins takes, the strictest of the common readers of JUnit reports: a report with an element
 * or an attribute that it does not know fails the build there. Its rules are those of `junit-10.xsd`.
 * https://github.com/jenkinsci/xunit-plugin/tree/master/src/main/resources/org/jenkinsci/plugins/xunit/types/model/xsd
 */
const attributesOf = {
  testsuites: {optional: ['name', 'tests', 'failures', 'errors'], required: [], times: ['time']},
  testsuite: {
    required: ['name', 'tests', 'failures', 'errors'],
    optional: ['group', 'skipped', 'timestamp', 'hostname', 'id', 'package', 'file', 'log', 'url'],
    times: ['time']
  },
  testcase: {required: ['name'], optional: ['time', 'classname', 'group'], times: []},
  outcome: {required: [], optional: ['type', 'message'], times: []}
}

function attributes({optional, required, times}: (typeof attributesOf)[keyof typeof attributesOf]): string {
  const declare = (more: string, type: string): ((name: string) => string) => {
    return (name) => `<xs:attribute name="${name}" type="${type}"${more}/>`
  }
  return [
    ...required.map(declare(' use="required"', 'xs:string')),
    ...optional.map(declare('', 'xs:string')),
    ...times.map(declare('', 'seconds'))
  ].join('')
}

function element(name: string, content: string, mixed = false): string {
  return `<xs:element name="${name}"><xs:complexType mixed="${String(mixed)}">${content}</xs:complexType></xs:element>`
}

function anyOf(...names: string[]): string {
  const elements = names.map((name) => `<xs:element ref="${name}"/>`).join('')
  return `<xs:choice minOccurs="0" maxOccurs="unbounded">${elements}</xs:choice>`
}

const outcomes = ['error', 'failure', 'skipped']

/** As a schema. */
export const jenkinsJunit = `<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema">
  <xs:simpleType name="seconds"><xs:restriction base="xs:string">
    <xs:pattern value="(([0-9]{0,3},)*[0-9]{3}|[0-9]{0,3})*(\\.[0-9]*)?"/>
  </xs:restriction></xs:simpleType>
  <xs:element name="system-out" type="xs:string"/>
  <xs:element name="system-err" type="xs:string"/>
  ${outcomes.map((name) => element(name, attributes(attributesOf.outcome), true)).join('')}
  ${element('testcase', anyOf(...outcomes, 'system-out', 'system-err') + attributes(attributesOf.testcase))}
  ${element('testsuite', anyOf('testsuite', 'testcase', 'system-out', 'system-err') + attributes(attributesOf.testsuite))}
  ${element('testsuites', anyOf('testsuite') + attributes(attributesOf.testsuites))}
</xs:schema>`
