-- The three roles of the database (docs/operations.md, "Three roles").
--
-- Run as a superuser, connected to the product's own database:
--     psql -d sro -v ON_ERROR_STOP=1 -f sro_program/embedded/roles.sql
-- then give each role a password with \password. It can be run again at any time.
-- script/server and script/test run this same file on the embedded Postgres.

DO $$
DECLARE
    role_name text;
BEGIN
    FOREACH role_name IN ARRAY ARRAY['sro_owner', 'sro_app', 'sro_audit'] LOOP
        IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = role_name) THEN
            EXECUTE format('CREATE ROLE %I LOGIN', role_name);
        END IF;
        EXECUTE format(
            'ALTER ROLE %I LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE NOREPLICATION',
            role_name
        );
        EXECUTE format(
            'GRANT CONNECT ON DATABASE %I TO %I', current_database(), role_name
        );
    END LOOP;
    EXECUTE format('REVOKE ALL ON DATABASE %I FROM PUBLIC', current_database());
    EXECUTE format('ALTER DATABASE %I OWNER TO sro_owner', current_database());
END $$;

-- The owner makes and changes tables, in migrations only. It is held to row-level
-- security too: tables are protected with FORCE.
ALTER ROLE sro_owner NOBYPASSRLS;
ALTER SCHEMA public OWNER TO sro_owner;
REVOKE ALL ON SCHEMA public FROM PUBLIC;

-- The product itself reads and writes rows. It owns nothing, so it can neither
-- TRUNCATE nor change a table, and row-level security binds it.
ALTER ROLE sro_app NOBYPASSRLS;
GRANT USAGE ON SCHEMA public TO sro_app;
-- Pages ask small questions: starting helpers, or compiling, takes longer than they do.
ALTER ROLE sro_app SET max_parallel_workers_per_gather = 0;
ALTER ROLE sro_app SET jit = off;

-- Backup and audit read everything and write nothing.
ALTER ROLE sro_audit BYPASSRLS;
ALTER ROLE sro_audit SET default_transaction_read_only = on;
GRANT pg_read_all_data TO sro_audit;
GRANT USAGE ON SCHEMA public TO sro_audit;

ALTER DEFAULT PRIVILEGES FOR ROLE sro_owner IN SCHEMA public
    GRANT SELECT, INSERT, UPDATE, DELETE ON TABLES TO sro_app;
ALTER DEFAULT PRIVILEGES FOR ROLE sro_owner IN SCHEMA public
    GRANT USAGE, SELECT ON SEQUENCES TO sro_app;
ALTER DEFAULT PRIVILEGES FOR ROLE sro_owner IN SCHEMA public
    GRANT EXECUTE ON FUNCTIONS TO sro_app;
-- A door of the database acts as its owner; who only reads opens none.
ALTER DEFAULT PRIVILEGES FOR ROLE sro_owner IN SCHEMA public
    REVOKE EXECUTE ON FUNCTIONS FROM sro_audit;
ALTER DEFAULT PRIVILEGES FOR ROLE sro_owner IN SCHEMA public
    GRANT SELECT ON TABLES TO sro_audit;
ALTER DEFAULT PRIVILEGES FOR ROLE sro_owner IN SCHEMA public
    GRANT SELECT ON SEQUENCES TO sro_audit;

-- A statement that is refused may hold a narrative or a child's name. Neither it nor the
-- row stands in the server's log; the product's own log says which page it was.
ALTER ROLE sro_owner SET log_min_error_statement = 'panic';
ALTER ROLE sro_owner SET log_error_verbosity = 'terse';
ALTER ROLE sro_app SET log_min_error_statement = 'panic';
ALTER ROLE sro_app SET log_error_verbosity = 'terse';
ALTER ROLE sro_audit SET log_min_error_statement = 'panic';
ALTER ROLE sro_audit SET log_error_verbosity = 'terse';

-- Exclusion constraints, search by likeness, and case-blind e-mail addresses.
CREATE EXTENSION IF NOT EXISTS btree_gist;
CREATE EXTENSION IF NOT EXISTS btree_gin;
CREATE EXTENSION IF NOT EXISTS pg_trgm;
CREATE EXTENSION IF NOT EXISTS citext;
