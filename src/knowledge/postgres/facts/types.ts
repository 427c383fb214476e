/** Types and domains, and the tables that use them. */
import {factsAbout, manual, touchesNothing} from '../fact.js'

const domain = manual('sql-alterdomain')
const exclusive = 'ACCESS EXCLUSIVE'

export const types = {
  'type.create': touchesNothing('type.create', 'sql-createtype', 'a new type'),
  'type.drop': factsAbout('type.drop', manual('sql-droptype'), [
    {on: 'losing', lock: exclusive, because: 'CASCADE drops it, or a part of it'}
  ]),
  'type.rename': touchesNothing('type.rename', 'sql-altertype', 'only the type is locked'),
  'type.set-schema': touchesNothing('type.set-schema', 'sql-altertype', 'only the type is locked'),
  'type.alter': factsAbout('type.alter', manual('sql-altertype'), [
    // With CASCADE it is done to them what `ALTER TABLE` does.
    {on: 'typed-tables', lock: 'none', because: 'refused without CASCADE; with it, see the same of a column'},
    {on: 'losing', lock: exclusive, because: 'CASCADE drops it, or a part of it'},
    {on: 'type-users', lock: 'none', because: 'the stored rows are read by the new definition'}
  ]),
  'enum.add-value': touchesNothing('enum.add-value', 'sql-altertype', 'a row in the catalog'),
  'enum.rename-value': touchesNothing('enum.rename-value', 'sql-altertype', 'a row in the catalog'),
  'domain.create': touchesNothing('domain.create', 'sql-createdomain', 'a new domain'),
  'domain.drop': factsAbout('domain.drop', manual('sql-dropdomain'), [
    {on: 'losing', lock: exclusive, because: 'CASCADE drops it, or a part of it'}
  ]),
  'domain.add-constraint': factsAbout('domain.add-constraint', domain, [
    {on: 'type-users', when: ['not-valid-domain-constraint'], lock: 'none', because: 'existing values are not checked'},
    {on: 'type-users', lock: 'SHARE', scan: 'table', because: 'every value is checked while writes wait'}
  ]),
  'domain.drop-constraint': touchesNothing('domain.drop-constraint', 'sql-alterdomain', 'only the domain is locked'),
  'domain.validate-constraint': factsAbout('domain.validate-constraint', domain, [
    {on: 'type-users', lock: 'SHARE', scan: 'table', because: 'every value is checked while writes wait'}
  ]),
  'domain.set-not-null': factsAbout('domain.set-not-null', domain, [
    {on: 'type-users', when: ['domain-not-null'], lock: 'none', because: 'it is NOT NULL already'},
    {on: 'type-users', lock: 'SHARE', scan: 'table', because: 'every value is checked while writes wait'}
  ]),
  'domain.drop-not-null': touchesNothing('domain.drop-not-null', 'sql-alterdomain', 'only the domain is locked'),
  'domain.set-default': touchesNothing('domain.set-default', 'sql-alterdomain', 'only the domain is locked')
}
