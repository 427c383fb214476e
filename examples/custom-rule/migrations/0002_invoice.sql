CREATE TABLE invoice (id bigint PRIMARY KEY);

-- sqlsafe-disable-next-line acme/require-tenant-column: rates are the same for everybody
CREATE TABLE rate (day date PRIMARY KEY, percent numeric NOT NULL);
