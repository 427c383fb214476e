import {rows, type CaseGroup} from './case.js'

/** What goes with an index or a key that foreign keys depend on, and what nobody could see being made. */
export const referencesCases: readonly CaseGroup[] = [
  {
    name: 'Indexes that foreign keys depend on',
    setup: `CREATE TABLE parent (id int NOT NULL, part int NOT NULL);
      ${rows('parent', 'g, g')}
      CREATE UNIQUE INDEX parent_some ON parent (id) WHERE part > 0;
      CREATE UNIQUE INDEX parent_old ON parent (id);
      ALTER TABLE parent ADD PRIMARY KEY (id);
      CREATE UNIQUE INDEX parent_new ON parent (id);
      CREATE UNIQUE INDEX parent_both ON parent (part, id);
      CREATE TABLE by_column (id int REFERENCES parent (id));
      CREATE TABLE by_both (id int, part int, FOREIGN KEY (id, part) REFERENCES parent (id, part));`,
    statements: [
      'DROP INDEX parent_some CASCADE',
      'DROP INDEX parent_old CASCADE',
      'DROP INDEX parent_new',
      'DROP INDEX parent_new CASCADE',
      'DROP INDEX parent_both CASCADE',
      'ALTER TABLE parent DROP CONSTRAINT parent_pkey CASCADE'
    ]
  },
  {
    name: 'Triggers made by SQL that is built at run time',
    setup: `CREATE TABLE stamped (id int);
      CREATE FUNCTION stamp() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END';
      DO $$ BEGIN
        EXECUTE format('CREATE TRIGGER %I BEFORE UPDATE ON stamped FOR EACH ROW EXECUTE FUNCTION stamp()', 'made');
      END $$;`,
    statements: ['DROP TRIGGER made ON stamped', 'DROP TRIGGER IF EXISTS nothing ON stamped']
  }
]
