import {rows, type CaseGroup} from './case.js'

const table = (name: string): string =>
  `CREATE TABLE ${name} (id int PRIMARY KEY, a int, b int); ${rows(name, 'g, g, g', 100)}`

/** What an exception handler hides. */
const hidden = (body: string): string =>
  `DO $$ BEGIN ${body} RAISE EXCEPTION 'no'; EXCEPTION WHEN OTHERS THEN NULL; END $$;`

/** Commands that came before, of which nobody can know whether anything is left of them. */
export const doubtfulCases: readonly CaseGroup[] = [
  {
    name: 'what blocks have taken back, or never run',
    unsure: true,
    setup: `${['c', 'n', 'renamed', 'wide', 'v', 'gone', 'keyless', 'called', 'branch', 'loop', 'late', 'col', 'queried'].map(table).join('\n')}
      CREATE TABLE part (id int NOT NULL) PARTITION BY RANGE (id); CREATE TABLE part_d PARTITION OF part DEFAULT; ${rows('part', 'g', 100)}
      CREATE FUNCTION adds() RETURNS void LANGUAGE plpgsql AS $f$ BEGIN ALTER TABLE called ADD CONSTRAINT p CHECK (a IS NOT NULL); PERFORM 1 / 0; EXCEPTION WHEN OTHERS THEN NULL; END $f$;
      CREATE FUNCTION proves() RETURNS void LANGUAGE plpgsql AS $f$ BEGIN ALTER TABLE queried ADD CONSTRAINT p CHECK (a IS NOT NULL); END $f$;
      ALTER TABLE v ADD CONSTRAINT p CHECK (a IS NOT NULL) NOT VALID; SELECT adds(); SELECT proves() FROM c WHERE id < 0;
      ${hidden('ALTER TABLE c ADD CONSTRAINT p CHECK (a IS NOT NULL);')} ${hidden('ALTER TABLE n ALTER a SET NOT NULL;')} ${hidden('ALTER TABLE renamed RENAME TO other_name;')}
      ${hidden('ALTER TABLE wide ALTER a TYPE bigint;')} ${hidden('ALTER TABLE v VALIDATE CONSTRAINT p;')} ${hidden('DROP TABLE gone;')}
      ${hidden('ALTER TABLE keyless DROP CONSTRAINT keyless_pkey; CREATE INDEX i ON keyless (a);')} ${hidden('ALTER TABLE part_d ADD CHECK (id < 0);')} ${hidden('ALTER TABLE col ADD COLUMN z int;')}
      DO $$ BEGIN IF current_date < '2000-01-01' THEN ALTER TABLE branch ADD CONSTRAINT p CHECK (a IS NOT NULL); END IF; END $$;
      DO $$ DECLARE r record; BEGIN FOR r IN SELECT id FROM branch WHERE id < 0 LOOP ALTER TABLE loop ADD CONSTRAINT p CHECK (a IS NOT NULL); END LOOP; END $$;
      DO $$ BEGIN IF current_date > '2000-01-01' THEN RETURN; END IF; ALTER TABLE late ADD CONSTRAINT p CHECK (a IS NOT NULL); END $$;`,
    statements: [
      ...['c', 'n', 'renamed', 'v', 'called', 'branch', 'loop', 'late', 'queried'].map(
        (name) => `ALTER TABLE ${name} ALTER a SET NOT NULL`
      ),
      'ALTER TABLE wide ALTER a TYPE bigint',
      'ALTER TABLE gone ALTER a TYPE bigint',
      'ALTER TABLE keyless ALTER id TYPE bigint',
      'CREATE INDEX IF NOT EXISTS i ON keyless (a)',
      'ALTER TABLE v VALIDATE CONSTRAINT p',
      'CREATE TABLE part_n PARTITION OF part FOR VALUES FROM (200) TO (300)',
      'ALTER TABLE col ADD COLUMN IF NOT EXISTS z float DEFAULT random()'
    ]
  },
  {
    name: 'what blocks leave where the schema decides',
    setup: `${['u', 'w', 'x', 'y'].map(table).join('\n')}
      DO $$ BEGIN ALTER TABLE u ADD CONSTRAINT p CHECK (a IS NOT NULL); EXCEPTION WHEN duplicate_object THEN NULL; END $$;
      DO $$ BEGIN IF NOT EXISTS (SELECT FROM pg_constraint WHERE conname = 'pw') THEN ALTER TABLE w ADD CONSTRAINT pw CHECK (a IS NOT NULL); END IF; END $$;
      DO $$ BEGIN ALTER TABLE x ADD CONSTRAINT p CHECK (a IS NOT NULL); EXCEPTION WHEN OTHERS THEN RAISE NOTICE 'no'; RAISE; END $$;
      BEGIN; SAVEPOINT s; ALTER TABLE y ADD CONSTRAINT p CHECK (a IS NOT NULL); ROLLBACK TO SAVEPOINT s; COMMIT;`,
    statements: ['u', 'w', 'x', 'y'].map((name) => `ALTER TABLE ${name} ALTER a SET NOT NULL`)
  }
]
