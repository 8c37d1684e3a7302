import { times, type System } from '../template.ts';
import { whole, size, decimal, padded, code, any, pick, oneOf, listOf, text } from '../values.ts';
import { digits, token, privateIp, port, userName, email, systemError, table, column, database, sql, zonedTime } from '../vocabulary.ts';

const lsn = text`${code('0123456789ABCDEF', 1)}/${code('0123456789ABCDEF', 8)}`;
const walFile = text`0000000${whole(1, 3)}${code('0123456789ABCDEF', 16)}`;
const constraint = pick('orders_pkey', 'users_email_key', 'uq_sku2', 'sessions_token_idx');
const transaction = size(1000, 90000000);
const rusage = text`CPU: user: ${decimal(0.01, 9, 2)} s, system: ${decimal(0.01, 9, 2)} s, elapsed: ${decimal(0.01, 90, 2)} s`;
const value = oneOf(whole(1, 99999), email, token(8), text`${userName}`);

const lockTarget = oneOf(
  text`transaction ${transaction}`,
  text`relation ${whole(16384, 40000)} of database ${whole(16384, 20000)}`,
  text`tuple (${whole(0, 900)},${whole(1, 90)}) of relation ${whole(16384, 40000)} of database ${whole(16384, 20000)}`,
);
const lockMode = pick('ShareLock', 'ExclusiveLock', 'AccessExclusiveLock');
/** The server log of PostgreSQL, without the prefix and the severity. */
export const postgreSql: System = {
  name: 'PostgreSql',
  templates: [
    times(400)`connection received: host=${oneOf(privateIp, any('[local]'))} port=${port}`,
    times(
      330,
    )`connection authorized: user=${userName} database=${database} application_name=${pick('psql', 'PostgreSQL JDBC Driver', 'pgAdmin 4', '')}`,
    times(
      310,
    )`disconnection: session time: ${whole(0, 9)}:${padded(0, 59, 2)}:${padded(0, 59, 2)}.${digits(3)} user=${userName} database=${database} host=${privateIp} port=${port}`,
    times(270)`duration: ${decimal(100, 90000, 3)} ms  statement: ${sql}`,
    times(140)`duration: ${decimal(100, 90000, 3)} ms  execute ${pick('<unnamed>', 'S_1', 'S_42')}: ${sql}`,
    times(70)`checkpoint starting: ${pick('time', 'wal', 'immediate force wait', 'shutdown immediate')}`,
    times(
      68,
    )`checkpoint complete: wrote ${size(1, 90000)} buffers (${decimal(0.1, 90, 1)}%); ${whole(0, 9)} WAL file(s) added, ${whole(0, 9)} removed, ${whole(0, 9)} recycled; write=${decimal(0.01, 270, 3)} s, sync=${decimal(0.001, 9, 3)} s, total=${decimal(0.01, 280, 3)} s; sync files=${whole(0, 200)}, longest=${decimal(0.001, 2, 3)} s, average=${decimal(0.001, 1, 3)} s; distance=${size(1, 900000)} kB, estimate=${size(1, 900000)} kB`,
    times(60)`automatic vacuum of table "${database}.public.${table}": index scans: ${whole(0, 2)}`,
    times(50)`automatic analyze of table "${database}.public.${table}" system usage: ${rusage}`,
    times(44)`duplicate key value violates unique constraint "${constraint}"`,
    times(44)`Key (${listOf(column, 1, 2)})=(${value}) already exists.`,
    times(36)`relation "${table}" does not exist at character ${whole(8, 300)}`,
    times(30)`temporary file: path "base/pgsql_tmp/pgsql_tmp${whole(100, 40000)}.${whole(0, 90)}", size ${size(8192, 900000000)}`,
    times(24)`process ${whole(100, 40000)} still waiting for ${lockMode} on ${lockTarget} after ${decimal(1000, 1100, 3)} ms`,
    times(20)`process ${whole(100, 40000)} acquired ${lockMode} on ${lockTarget} after ${decimal(1000, 60000, 3)} ms`,
    times(18)`password authentication failed for user "${userName}"`,
    times(
      18,
    )`Connection matched file "/etc/postgresql/${any('15', '16')}/main/pg_hba.conf" line ${whole(80, 130)}: "host all all ${any('0.0.0.0/0', '10.0.0.0/8')} scram-sha-256"`,
    times(16)`unexpected EOF on client connection with an open transaction`,
    times(14)`could not receive data from client: ${systemError}`,
    times(12)`column "${column}" does not exist at character ${whole(8, 300)}`,
    times(10)`canceling statement due to statement timeout`,
    times(9)`canceling statement due to user request`,
    times(
      9,
    )`insert or update on table "${table}" violates foreign key constraint "${any('fk_customer', 'orders_customer_id_fkey', 'fk2')}"`,
    times(8)`Key (${column})=(${value}) is not present in table "${table}".`,
    times(7)`null value in column "${column}" of relation "${table}" violates not-null constraint`,
    times(7)`syntax error at or near "${pick('FROM', 'SELEC', ')', 'order')}" at character ${whole(1, 300)}`,
    times(6)`deadlock detected`,
    times(6)`Process ${whole(100, 40000)} waits for ${lockMode} on ${lockTarget}; blocked by process ${whole(100, 40000)}.`,
    times(
      5,
    )`no pg_hba.conf entry for host "${privateIp}", user "${userName}", database "${database}", ${pick('no encryption', 'SSL encryption')}`,
    times(5)`archived write-ahead log file "${walFile}"`,
    times(4)`restored log file "${walFile}" from archive`,
    times(4)`remaining connection slots are reserved for roles with the SUPERUSER attribute`,
    times(3)`started streaming WAL from primary at ${lsn} on timeline ${whole(1, 3)}`,
    times(3)`redo starts at ${lsn}`,
    times(2)`database system was shut down at ${zonedTime}`,
    times(2)`database system is ready to accept connections`,
    times(2)`listening on IPv4 address "${any('0.0.0.0', '127.0.0.1')}", port ${any('5432', '5433')}`,
    times(1)`invalid page in block ${size(1, 90000)} of relation base/${whole(16384, 40000)}/${whole(16384, 40000)}`,
    times(1)`parameter "${any('work_mem', 'max_wal_size', 'log_min_duration_statement')}" changed to "${any('64MB', '2GB', '250')}"`,
  ],
};
